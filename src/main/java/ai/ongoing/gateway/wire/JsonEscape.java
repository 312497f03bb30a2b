package ai.ongoing.gateway.wire;

import org.jspecify.annotations.Nullable;

/** Understands what follows a backslash in a JSON string, byte by byte, surrogate pairs included. */
final class JsonEscape {

    private static final int NOT_HEXADECIMAL = -1;

    /** How far the escape is. */
    enum Progress {
        MORE,
        DONE,
        WRONG
    }

    private int digits = NOT_HEXADECIMAL;
    private int unit;
    private char highSurrogate;

    /** Forgets a surrogate still waiting for its second half: something else came in between. */
    void clear() {
        digits = NOT_HEXADECIMAL;
        highSurrogate = 0;
    }

    /**
     * Takes the next byte after the backslash.
     *
     * @param out where the character goes, null when nobody watches
     */
    Progress accept(byte c, @Nullable Text out) {
        return digits == NOT_HEXADECIMAL ? first(c, out) : hexadecimal(c, out);
    }

    private Progress first(byte c, @Nullable Text out) {
        int plain = switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> -1;
        };
        if (c == 'u') {
            unit = 0;
            digits = 0;
            return Progress.MORE;
        }
        if (plain < 0) {
            return Progress.WRONG;
        }
        highSurrogate = 0;
        if (out != null) {
            out.append((byte) plain);
        }
        return Progress.DONE;
    }

    private Progress hexadecimal(byte c, @Nullable Text out) {
        int digit = Character.digit(c, 16);
        if (digit < 0) {
            return Progress.WRONG;
        }
        unit = (unit << 4) | digit;
        if (++digits < 4) {
            return Progress.MORE;
        }
        digits = NOT_HEXADECIMAL;
        unitEnded((char) unit, out);
        return Progress.DONE;
    }

    private void unitEnded(char complete, @Nullable Text out) {
        if (Character.isHighSurrogate(complete)) {
            highSurrogate = complete;
            return;
        }
        boolean pair = highSurrogate != 0 && Character.isLowSurrogate(complete);
        if (out != null) {
            out.appendCodePoint(pair ? Character.toCodePoint(highSurrogate, complete) : complete);
        }
        highSurrogate = 0;
    }
}
