package ai.ongoing.gateway.transfer.forecast;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks through bytes for what a server does not take as text. Eight bytes at a time where they are plain ASCII. */
public final class TextCheck {

    /** Nothing found. */
    public static final int NONE = -1;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LOW_BITS = 0x0101010101010101L;

    private TextCheck() {}

    /** The place of the first byte that is NUL or begins no UTF-8 character, counted from {@code from}; or {@link #NONE}. */
    public static int firstUnfit(byte[] bytes, int from, int length) {
        int at = from;
        int end = from + length;
        while (at < end) {
            at = afterAscii(bytes, at, end);
            if (at == end) {
                return NONE;
            }
            int width = bytes[at] == 0 ? 0 : width(bytes, at, end);
            if (width == 0) {
                return at - from;
            }
            at += width;
        }
        return NONE;
    }

    private static int afterAscii(byte[] bytes, int from, int end) {
        int at = from;
        while (at + Long.BYTES <= end) {
            long eight = (long) LONGS.get(bytes, at);
            boolean plain = (eight & HIGH_BITS) == 0 && ((eight - LOW_BITS) & ~eight & HIGH_BITS) == 0;
            if (!plain) {
                break;
            }
            at += Long.BYTES;
        }
        while (at < end && bytes[at] > 0) {
            at++;
        }
        return at;
    }

    /** How many bytes the character has that begins here; 0 when none does. By the table of RFC 3629, section 4. */
    private static int width(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xFF;
        if (lead < 0x80) {
            return 1;
        }
        if (lead >= 0xC2 && lead <= 0xDF) {
            return follows(bytes, at + 1, end, 0x80, 0xBF) ? 2 : 0;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            int low = lead == 0xE0 ? 0xA0 : 0x80;
            int high = lead == 0xED ? 0x9F : 0xBF; // beyond are surrogates
            return follows(bytes, at + 1, end, low, high) && follows(bytes, at + 2, end, 0x80, 0xBF) ? 3 : 0;
        }
        if (lead >= 0xF0 && lead <= 0xF4) {
            int low = lead == 0xF0 ? 0x90 : 0x80;
            int high = lead == 0xF4 ? 0x8F : 0xBF;
            boolean whole = follows(bytes, at + 1, end, low, high)
                    && follows(bytes, at + 2, end, 0x80, 0xBF)
                    && follows(bytes, at + 3, end, 0x80, 0xBF);
            return whole ? 4 : 0;
        }
        return 0;
    }

    private static boolean follows(byte[] bytes, int at, int end, int low, int high) {
        int value = at < end ? bytes[at] & 0xFF : 0;
        return value >= low && value <= high;
    }
}
