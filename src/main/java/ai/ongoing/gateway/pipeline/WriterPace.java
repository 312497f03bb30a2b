package ai.ongoing.gateway.pipeline;

import ai.ongoing.gateway.journal.JournalBounds;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How the writer batches and how patient it is.
 *
 * @param batch most calls and bytes of a batch
 * @param linger how long a batch may wait for company; every trace is this much later, every burst that much cheaper
 * @param firstDelay wait after the first failed try; doubles from try to try
 * @param longestDelay longest wait between two tries
 * @param unknownTries tries of a batch whose failure has no known class, before its traces are tried one by one
 */
record WriterPace(JournalBounds batch, Duration linger, Duration firstDelay, Duration longestDelay, int unknownTries) {

    /**
     * Batches of 512 and 8 MiB: more per transaction gains little, and a fallback gets longer. The linger is too short for
     * a person to notice; at 500 calls a second it makes one transaction of 20 calls instead of one of two or three.
     */
    static final WriterPace DEFAULT = new WriterPace(
            new JournalBounds(512, 8L * 1024 * 1024),
            Duration.ofMillis(40),
            Duration.ofMillis(50),
            Duration.ofSeconds(2),
            4);

    /** Milliseconds to wait after a failed try, 1 for the first: doubled each time, half of it random. */
    long delayMillis(int failedTries) {
        long full = Math.min(longestDelay.toMillis(), firstDelay.toMillis() << Math.min(failedTries - 1, 20));
        // The random half keeps several gateways from knocking at a reviving database at the same moment.
        return full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1);
    }
}
