package ai.ongoing.gateway.observability;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of log lines under construction; grows, and is used again. One thread at a time. */
final class LineBuffer {

    private static final int MOST_KEPT = 1024 * 1024;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[8192];
    private int length;

    /** Empties the buffer, and lets go of the memory of an unusual line. */
    void clear() {
        length = 0;
        if (bytes.length > MOST_KEPT) {
            bytes = new byte[8192];
        }
    }

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    LineBuffer put(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /** Text that is known to be ASCII and to need no escapes. */
    LineBuffer ascii(String text) {
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    /** Digits with leading zeros. */
    LineBuffer digits(int value, int width) {
        room(width);
        for (int i = length + width - 1, rest = value; i >= length; i--, rest /= 10) {
            bytes[i] = (byte) ('0' + rest % 10);
        }
        length += width;
        return this;
    }

    /** Takes back trailing zeros, and the point if nothing is left behind it. */
    void trimFraction() {
        while (bytes[length - 1] == '0') {
            length--;
        }
        if (bytes[length - 1] == '.') {
            length--;
        }
    }

    /** A JSON string in quotation marks; whatever it holds, it stays on its line. */
    LineBuffer quoted(String text) {
        return put('"').escaped(text).put('"');
    }

    /** As {@link #quoted}, without the quotation marks around it. */
    LineBuffer escaped(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                asciiEscaped(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                utf8(Character.toCodePoint(c, text.charAt(++i)));
            } else {
                utf8(Character.isSurrogate(c) ? 0xFFFD : c);
            }
        }
        return this;
    }

    private void asciiEscaped(char c) {
        switch (c) {
            case '"', '\\' -> put('\\').put(c);
            case '\n' -> put('\\').put('n');
            case '\r' -> put('\\').put('r');
            case '\t' -> put('\\').put('t');
            default -> {
                if (c < 0x20 || c == 0x7f) {
                    ascii("\\u00").put((char) HEX[c >> 4]).put((char) HEX[c & 0xF]);
                } else {
                    put(c);
                }
            }
        }
    }

    private void utf8(int codePoint) {
        room(4);
        if (codePoint < 0x800) {
            bytes[length++] = (byte) (0xC0 | codePoint >> 6);
        } else {
            if (codePoint < 0x10000) {
                bytes[length++] = (byte) (0xE0 | codePoint >> 12);
            } else {
                bytes[length++] = (byte) (0xF0 | codePoint >> 18);
                bytes[length++] = (byte) (0x80 | (codePoint >> 12 & 0x3F));
            }
            bytes[length++] = (byte) (0x80 | (codePoint >> 6 & 0x3F));
        }
        bytes[length++] = (byte) (0x80 | (codePoint & 0x3F));
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
