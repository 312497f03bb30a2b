package ai.ongoing.gateway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A reusable piece of UTF-8 text of at most {@value #LIMIT} bytes. Longer text counts as not stated: a clipped model name
 * could match the wrong price. Grows once and is then used again without allocation. Not thread-safe.
 */
public final class Text {

    /** The longest text kept, in bytes. */
    public static final int LIMIT = 256;

    private byte[] bytes = new byte[32];
    private int length;
    private boolean tooLong;

    /** Empties this text. */
    public void clear() {
        length = 0;
        tooLong = false;
    }

    public void append(byte value) {
        if (length == LIMIT || tooLong) {
            tooLong = true;
            return;
        }
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(LIMIT, 2 * length));
        }
        bytes[length++] = value;
    }

    /** Appends a code point in UTF-8; a lone surrogate becomes a question mark. */
    void appendCodePoint(int point) {
        if (point < 0x80) {
            append((byte) point);
        } else if (point < 0x800) {
            append((byte) (0xC0 | (point >> 6)));
            append((byte) (0x80 | (point & 0x3F)));
        } else if (point >= 0xD800 && point < 0xE000) {
            append((byte) '?');
        } else if (point < 0x10000) {
            append((byte) (0xE0 | (point >> 12)));
            append((byte) (0x80 | ((point >> 6) & 0x3F)));
            append((byte) (0x80 | (point & 0x3F)));
        } else {
            append((byte) (0xF0 | (point >> 18)));
            append((byte) (0x80 | ((point >> 12) & 0x3F)));
            append((byte) (0x80 | ((point >> 6) & 0x3F)));
            append((byte) (0x80 | (point & 0x3F)));
        }
    }

    /** Takes over another text. */
    public void set(Text other) {
        if (bytes.length < other.length) {
            bytes = new byte[other.bytes.length];
        }
        System.arraycopy(other.bytes, 0, bytes, 0, other.length);
        length = other.length;
        tooLong = other.tooLong;
    }

    /** Whether nothing usable is held: nothing at all, or more than fits. */
    public boolean isEmpty() {
        return length == 0 || tooLong;
    }

    /** Whether this is exactly the given text. */
    public boolean is(byte[] other) {
        return !tooLong && Arrays.equals(bytes, 0, length, other, 0, other.length);
    }

    /** Whether both hold the same usable text. */
    public boolean is(Text other) {
        return !tooLong && !other.tooLong && Arrays.equals(bytes, 0, length, other.bytes, 0, other.length);
    }

    /** The text, or null when it is empty or was too long. */
    public @Nullable String orNull() {
        return isEmpty() ? null : toString();
    }

    /** The bytes held so far; invalid UTF-8 shows as replacement characters. */
    @Override
    public String toString() {
        return new String(bytes, 0, length, UTF_8);
    }

    int length() {
        return length;
    }

    byte at(int index) {
        return bytes[index];
    }

    boolean tooLong() {
        return tooLong;
    }
}
