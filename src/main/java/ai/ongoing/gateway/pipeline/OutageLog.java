package ai.ongoing.gateway.pipeline;

import ai.ongoing.gateway.trace.TraceStoreException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the story of a store's outage in few lines: the first failure, a reminder every 30 seconds, the recovery. Used by
 * the writer's thread alone.
 */
final class OutageLog {

    private static final Logger LOG = LoggerFactory.getLogger(TraceWriter.class);
    private static final int REMINDER_SECONDS = 30;

    private final SpacedLog spacing = SpacedLog.everySeconds(REMINDER_SECONDS);
    private long since;
    private int failedTries;

    void failed(TraceStoreException failure, int waiting) {
        if (failedTries++ == 0) {
            since = System.nanoTime();
        }
        if (spacing.admit() >= 0) {
            LOG.atWarn()
                    .addKeyValue("error_class", failure.failure().label())
                    .addKeyValue("error", failure.getMessage())
                    .addKeyValue("failed_tries", failedTries)
                    .addKeyValue("waiting", waiting)
                    .log("trace store does not take traces; they wait in the queue and are tried again");
        }
    }

    /** A write went through. */
    void over(int waiting) {
        if (failedTries == 0) {
            return;
        }
        LOG.atInfo()
                .addKeyValue("outage_ms", lasted().toMillis())
                .addKeyValue("failed_tries", failedTries)
                .addKeyValue("waiting", waiting)
                .log("trace store takes traces again");
        failedTries = 0;
        spacing.reset();
    }

    private Duration lasted() {
        return Duration.ofNanos(System.nanoTime() - since);
    }
}
