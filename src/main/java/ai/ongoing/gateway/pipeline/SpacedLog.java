package ai.ongoing.gateway.pipeline;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Decides which of many equal events is worth a log line: the first, and then one in a while, which says how many were
 * passed over. Thread-safe; costs a clock reading.
 */
final class SpacedLog {

    private static final long NEVER = Long.MIN_VALUE;

    private final long spacingNanos;
    private final AtomicLong next = new AtomicLong(NEVER);
    private final LongAdder unsaid = new LongAdder();

    private SpacedLog(long spacingNanos) {
        this.spacingNanos = spacingNanos;
    }

    static SpacedLog everySeconds(int seconds) {
        return new SpacedLog(Duration.ofSeconds(seconds).toNanos());
    }

    /** The number of events passed over since the last line, or -1 when this one is to be passed over as well. */
    long admit() {
        long now = System.nanoTime();
        long due = next.get();
        if ((due == NEVER || now - due >= 0) && next.compareAndSet(due, now + spacingNanos)) {
            return unsaid.sumThenReset();
        }
        unsaid.increment();
        return -1;
    }

    /** The next event gets a line again. */
    void reset() {
        next.set(NEVER);
        unsaid.reset();
    }
}
