package ai.ongoing.gateway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the short text parts of a multipart/form-data body as its bytes pass; files pass unread, whatever their size. A
 * part that does not fit a {@link Text} is not reported. One body, one thread.
 */
public final class FormFields implements ByteSink {

    /** Hears of a part that has ended. */
    @FunctionalInterface
    public interface Parts {

        /** A part's name and its content; both are only valid during the call. */
        void part(String name, Text content);
    }

    private enum State {
        HEADER,
        CONTENT,
        AFTER_DELIMITER,
        OVER
    }

    private final byte[] delimiter;
    private final Parts parts;
    private final Text line = new Text();
    private final Text content = new Text();
    private State state = State.CONTENT;
    private @Nullable String name;
    /** How much of the delimiter has matched; a body starts as if a line had just ended. */
    private int matched = 2;

    private FormFields(String boundary, Parts parts) {
        this.delimiter = ("\r\n--" + boundary).getBytes(UTF_8);
        this.parts = parts;
    }

    /**
     * A reader for a body of this content type.
     *
     * @return null when the type is not multipart/form-data or names no boundary
     */
    public static @Nullable FormFields of(String contentType, Parts parts) {
        String boundary = parameter(contentType, "boundary");
        boolean form = contentType.strip().toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
        return !form || boundary == null || boundary.isEmpty() ? null : new FormFields(boundary, parts);
    }

    @Override
    public void accept(byte[] bytes, int from, int to) {
        for (int i = from; i < to && state != State.OVER; i++) {
            byte c = bytes[i];
            switch (state) {
                case CONTENT -> content(c);
                case AFTER_DELIMITER -> afterDelimiter(c);
                default -> header(c);
            }
        }
    }

    /** A carriage return occurs only at the delimiter's start, so after a mismatch there is one place to begin again. */
    private void content(byte c) {
        if (c == delimiter[matched]) {
            if (++matched == delimiter.length) {
                partEnded();
            }
            return;
        }
        if (name != null) {
            for (int i = 0; i < matched; i++) {
                content.append(delimiter[i]);
            }
        }
        matched = c == delimiter[0] ? 1 : 0;
        if (matched == 0 && name != null) {
            content.append(c);
        }
    }

    private void partEnded() {
        if (name != null && !content.tooLong()) {
            parts.part(name, content);
        }
        name = null;
        content.clear();
        line.clear();
        state = State.AFTER_DELIMITER;
    }

    private void afterDelimiter(byte c) {
        if (c == '\n') {
            line.clear();
            state = State.HEADER;
        } else if (c == '-') {
            line.append(c);
            state = line.length() == 2 ? State.OVER : state;
        }
    }

    private void header(byte c) {
        if (c == '\r') {
            return;
        }
        if (c != '\n') {
            line.append(c);
            return;
        }
        if (line.length() == 0) {
            matched = 0;
            state = State.CONTENT;
        } else {
            headerEnded(line.toString());
        }
        line.clear();
    }

    private void headerEnded(String header) {
        if (header.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
            name = parameter(header, "name");
        }
    }

    /** A parameter of a header value, without its quotes. */
    private static @Nullable String parameter(String header, String parameter) {
        int at = header.indexOf(';');
        while (at >= 0) {
            int next = header.indexOf(';', at + 1);
            String pair = header.substring(at + 1, next < 0 ? header.length() : next);
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equalsIgnoreCase(parameter)) {
                String value = pair.substring(equals + 1).strip();
                boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
                return quoted ? value.substring(1, value.length() - 1) : value;
            }
            at = next;
        }
        return null;
    }
}
