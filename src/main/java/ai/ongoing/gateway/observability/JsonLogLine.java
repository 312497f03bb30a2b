package ai.ongoing.gateway.observability;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object a line, in the shape of Go's slog: {@code time} (RFC 3339 with nanoseconds, UTC), {@code level},
 * {@code msg}, then the attributes in the order they were given. A throwable adds {@code error} (class and message,
 * unless the line names its error itself) and {@code stack}.
 */
final class JsonLogLine implements LogLine {

    private static final DateTimeFormatter TO_THE_SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private long second = Long.MIN_VALUE;
    private String secondText = "";

    @Override
    public void write(ILoggingEvent event, LineBuffer to) {
        to.ascii("{\"time\":\"");
        time(event.getInstant(), to);
        to.ascii("\",\"level\":\"").ascii(LogLine.level(event)).ascii("\",\"msg\":");
        to.quoted(LogLine.message(event));
        if (LogLine.foreign(event)) {
            to.ascii(",\"logger\":").quoted(event.getLoggerName());
        }
        boolean namesError = false;
        for (KeyValuePair pair : LogLine.attributes(event)) {
            namesError |= "error".equals(pair.key);
            to.put(',').quoted(pair.key).put(':');
            value(pair.value, to);
        }
        thrown(event.getThrowableProxy(), namesError, to);
        to.put('}').put('\n');
    }

    private void time(Instant instant, LineBuffer to) {
        // Rendering a date costs more than the rest of the line; it changes once a second.
        if (instant.getEpochSecond() != second) {
            second = instant.getEpochSecond();
            secondText = TO_THE_SECOND.format(instant);
        }
        to.ascii(secondText).put('.').digits(instant.getNano(), 9).trimFraction();
        to.put('Z');
    }

    private static void value(@Nullable Object value, LineBuffer to) {
        switch (value) {
            case null -> to.ascii("null");
            case Integer number -> to.ascii(number.toString());
            case Long number -> to.ascii(number.toString());
            case Boolean flag -> to.ascii(flag.toString());
            case Double number when Double.isFinite(number) -> to.ascii(number.toString());
            case Iterable<?> items -> list(items, to);
            default -> to.quoted(String.valueOf(value));
        }
    }

    private static void list(Iterable<?> items, LineBuffer to) {
        String separator = "";
        to.ascii("[");
        for (Object item : items) {
            to.ascii(separator);
            value(item, to);
            separator = ",";
        }
        to.ascii("]");
    }

    private static void thrown(@Nullable IThrowableProxy thrown, boolean named, LineBuffer to) {
        if (thrown == null) {
            return;
        }
        if (!named) {
            to.ascii(",\"error\":").quoted(LogLine.summary(thrown));
        }
        to.ascii(",\"stack\":").quoted(LogLine.stack(thrown));
    }
}
