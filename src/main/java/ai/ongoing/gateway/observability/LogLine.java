package ai.ongoing.gateway.observability;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/** How a log event becomes a line. Implementations are used by one thread at a time. */
interface LogLine {

    /** Loggers below this package are the gateway's own; the name of any other stands in its lines. */
    String OWN = "ai.ongoing.gateway";

    /** Appends the event's line, its line feed included. */
    void write(ILoggingEvent event, LineBuffer to);

    static List<KeyValuePair> attributes(ILoggingEvent event) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        return pairs == null ? List.of() : pairs;
    }

    static String message(ILoggingEvent event) {
        String message = event.getFormattedMessage();
        return message == null ? "" : message;
    }

    /** One of DEBUG, INFO, WARN and ERROR. */
    static String level(ILoggingEvent event) {
        return event.getLevel() == Level.TRACE ? "DEBUG" : event.getLevel().levelStr;
    }

    static boolean foreign(ILoggingEvent event) {
        return !event.getLoggerName().startsWith(OWN);
    }

    static String summary(IThrowableProxy thrown) {
        return thrown.getMessage() == null ? thrown.getClassName() : thrown.getClassName() + ": " + thrown.getMessage();
    }

    static String stack(IThrowableProxy thrown) {
        return ThrowableProxyUtil.asString(thrown);
    }
}
