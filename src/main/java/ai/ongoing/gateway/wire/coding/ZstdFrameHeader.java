package ai.ongoing.gateway.wire.coding;

import java.util.Arrays;

/**
 * The first bytes of a zstd frame (RFC 8878, section 3.1.1.1), as far as they are needed to know its window: the magic
 * number, the descriptor, and the window's descriptor or, for a frame of one segment, the content size.
 */
final class ZstdFrameHeader {

    /** What the bytes so far say of the frame. */
    enum Verdict {
        INCOMPLETE,
        ACCEPTED,
        REFUSED
    }

    /** Most that RFC 9659 lets a response ask for. */
    static final long MOST_WINDOW = 8L << 20;

    private static final int LONGEST = 4 + 1 + 4 + 8;
    private static final int MAGIC = 0xFD2FB528;
    private static final int SKIPPABLE = 0x184D2A50;
    private static final int SINGLE_SEGMENT = 0x20;
    private static final int[] DICTIONARY_BYTES = {0, 1, 2, 4};
    private static final int[] SIZE_BYTES = {1, 2, 4, 8};

    private final byte[] seen = new byte[LONGEST];
    private int length;
    private long window;

    void accept(byte next) {
        seen[length++] = next;
    }

    boolean untouched() {
        return length == 0;
    }

    void reset() {
        length = 0;
        window = 0;
    }

    byte[] bytes() {
        return Arrays.copyOf(seen, length);
    }

    Verdict verdict() {
        if (length < 4) {
            return Verdict.INCOMPLETE;
        }
        int magic = (int) number(0, 4);
        if (magic != MAGIC) {
            return (magic & 0xFFFFFFF0) == SKIPPABLE ? Verdict.ACCEPTED : Verdict.REFUSED;
        }
        if (length < 5) {
            return Verdict.INCOMPLETE;
        }
        return (seen[4] & SINGLE_SEGMENT) == 0 ? windowAskedFor() : contentSize();
    }

    private Verdict windowAskedFor() {
        if (length < 6) {
            return Verdict.INCOMPLETE;
        }
        long base = 1L << (10 + ((seen[5] & 0xFF) >>> 3));
        return within(base + base / 8 * (seen[5] & 7));
    }

    private Verdict contentSize() {
        int from = 5 + DICTIONARY_BYTES[seen[4] & 3];
        int bytes = SIZE_BYTES[(seen[4] & 0xFF) >>> 6];
        return length < from + bytes ? Verdict.INCOMPLETE : within(number(from, bytes));
    }

    /** Bytes that the frame asks for, once it is accepted. */
    long window() {
        return window;
    }

    private Verdict within(long asked) {
        window = asked;
        return window >= 0 && window <= MOST_WINDOW ? Verdict.ACCEPTED : Verdict.REFUSED;
    }

    /** Little-endian. */
    private long number(int from, int bytes) {
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << 8 | (seen[from + i] & 0xFF);
        }
        return value;
    }
}
