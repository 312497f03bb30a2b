package ai.ongoing.gateway.capture;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Copies the first bytes of a body as they pass, up to a limit; grows as needed. One thread at a time. */
final class BodyTee {

    private static final int FIRST = 4096;
    private static final byte[] NOTHING = {};

    private final int limit;
    private byte[] kept = NOTHING;
    private int length;
    private boolean truncated;

    BodyTee(int limit) {
        this.limit = limit;
    }

    /** Copies what still fits; the buffer's position stays where it is. */
    void copy(ByteBuffer bytes) {
        int count = Math.min(bytes.remaining(), limit - length);
        truncated |= count < bytes.remaining();
        if (length + count > kept.length) {
            int doubled = (int) Math.min(limit, 2L * kept.length);
            kept = Arrays.copyOf(kept, Math.max(length + count, Math.max(doubled, Math.min(FIRST, limit))));
        }
        bytes.get(bytes.position(), kept, length, count);
        length += count;
    }

    /** A copy of what was kept. */
    byte[] bytes() {
        return Arrays.copyOf(kept, length);
    }

    /** Whether the body was longer than the limit. */
    boolean truncated() {
        return truncated;
    }
}
