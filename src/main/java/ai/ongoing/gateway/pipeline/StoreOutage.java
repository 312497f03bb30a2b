package ai.ongoing.gateway.pipeline;

import ai.ongoing.gateway.trace.TraceStoreException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the store takes traces, as the writer's latest try saw it: the state for health, and the story for the log in
 * few lines (the first failure, a reminder every 30 seconds, the recovery). Told by the writer's thread alone; anybody may
 * ask for the {@link #reason}.
 */
public final class StoreOutage {

    private static final Logger LOG = LoggerFactory.getLogger(TraceWriter.class);
    private static final int REMINDER_SECONDS = 30;

    private final SpacedLog spacing = SpacedLog.everySeconds(REMINDER_SECONDS);
    private long since;
    private int failedTries;
    private volatile @Nullable String reason;

    /** Why the latest try failed; empty while traces are taken. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    void failed(TraceStoreException failure, long waiting) {
        if (failedTries++ == 0) {
            since = System.nanoTime();
        }
        reason = failure.getMessage();
        if (spacing.admit() >= 0) {
            LOG.atWarn()
                    .addKeyValue("error_class", failure.failure().label())
                    .addKeyValue("error", failure.getMessage())
                    .addKeyValue("failed_tries", failedTries)
                    .addKeyValue("waiting", waiting)
                    .log("trace store does not take traces; they wait in the journal and are tried again");
        }
    }

    /** A write went through. */
    void over() {
        if (failedTries == 0) {
            return;
        }
        LOG.atInfo()
                .addKeyValue("outage_ms", lasted().toMillis())
                .addKeyValue("failed_tries", failedTries)
                .log("trace store takes traces again");
        reason = null;
        failedTries = 0;
        spacing.reset();
    }

    private Duration lasted() {
        return Duration.ofNanos(System.nanoTime() - since);
    }
}
