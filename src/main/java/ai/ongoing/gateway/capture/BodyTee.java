package ai.ongoing.gateway.capture;

import ai.ongoing.gateway.http.MemoryBudget;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Copies the first bytes of a body as they pass, up to a limit and as far as the budget of all bodies reaches; grows as needed.
 * One thread at a time.
 */
final class BodyTee {

    private static final int FIRST = 4096;
    private static final byte[] NOTHING = {};

    private final int limit;
    private final MemoryBudget budget;
    private byte[] kept = NOTHING;
    private int length;
    private boolean truncated;

    BodyTee(int limit, MemoryBudget budget) {
        this.limit = limit;
        this.budget = budget;
    }

    /** Copies what still fits; the buffer's position stays where it is. What follows a gap is not kept. */
    void copy(ByteBuffer bytes) {
        int count = truncated ? 0 : Math.min(bytes.remaining(), limit - length);
        if (length + count > kept.length) {
            count = grown(length + count) ? count : kept.length - length;
        }
        truncated |= count < bytes.remaining();
        bytes.get(bytes.position(), kept, length, count);
        length += count;
    }

    /** To twice the size, so that pieces are not copied each time; where the budget has no room for that, to what is needed. */
    private boolean grown(int needed) {
        int doubled = (int) Math.min(limit, Math.max(FIRST, 2L * kept.length));
        return grownTo(Math.max(needed, doubled)) || grownTo(needed);
    }

    private boolean grownTo(int size) {
        if (!budget.take(size - kept.length)) {
            return false;
        }
        kept = Arrays.copyOf(kept, size);
        return true;
    }

    /** What was kept, once: it is let go here, and its bytes go back into the budget. */
    byte[] take() {
        byte[] body = Arrays.copyOf(kept, length);
        budget.give(kept.length);
        kept = NOTHING;
        length = 0;
        return body;
    }

    /** Whether the body was longer than what was kept. */
    boolean truncated() {
        return truncated;
    }
}
