package ai.ongoing.gateway.observability;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.slf4j.event.KeyValuePair;

/**
 * A line for people: local time, level, message, then {@code key=value}. Values with blanks or special characters are
 * quoted and escaped, so that nobody can forge a line; only a stack trace takes lines of its own.
 */
final class TextLogLine implements LogLine {

    private static final Pattern PLAIN = Pattern.compile("[\\w./:@+%*\\[\\]{}-]+");

    private final DateTimeFormatter clock =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    @Override
    public void write(ILoggingEvent event, LineBuffer to) {
        String level = LogLine.level(event);
        to.ascii(clock.format(event.getInstant())).put(' ').ascii(level);
        to.ascii(" ".repeat(6 - level.length()));
        to.escaped(LogLine.message(event));
        if (LogLine.foreign(event)) {
            to.ascii(" logger=");
            value(event.getLoggerName(), to);
        }
        for (KeyValuePair pair : LogLine.attributes(event)) {
            to.put(' ');
            value(pair.key, to);
            to.put('=');
            value(String.valueOf(pair.value), to);
        }
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            to.put('\n');
            LogLine.stack(thrown).lines().forEach(line -> {
                to.ascii("    ");
                to.escaped(line.strip()).put('\n');
            });
        } else {
            to.put('\n');
        }
    }

    private static void value(String text, LineBuffer to) {
        if (PLAIN.matcher(text).matches()) {
            to.escaped(text);
        } else {
            to.quoted(text);
        }
    }
}
