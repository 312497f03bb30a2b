package ai.ongoing.gateway.pipeline;

import ai.ongoing.gateway.trace.TraceStoreException.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline's state at one moment; the counters start with the process.
 *
 * @param queueCapacity most calls that may wait
 * @param queueDepth calls waiting
 * @param lag age of the oldest finished call that is not stored; zero when there is none
 * @param queueDepthHighWatermark most calls that ever waited at once
 * @param enqueueDropped calls the queue had no room for
 * @param writeDropped calls given up after they had been taken from the queue
 * @param bodiesDropped calls taken without their captured bodies, because bytes ran short
 * @param drops when and how calls were dropped last
 * @param writeFailuresByClass records given up by the store's class of failure
 * @param minutes the last hour's books, minute by minute, oldest first
 */
public record PipelineSnapshot(
        Books books,
        int queueCapacity,
        int queueDepth,
        Duration lag,
        int queueDepthHighWatermark,
        long enqueueDropped,
        long writeDropped,
        long bodiesDropped,
        Drops drops,
        Map<Failure, Long> writeFailuresByClass,
        List<MinuteBooks> minutes) {

    public PipelineSnapshot {
        writeFailuresByClass = Map.copyOf(writeFailuresByClass);
        minutes = List.copyOf(minutes);
    }

    /**
     * The latest drops; null means none yet.
     *
     * @param writeOperation {@code write_trace} or {@code write_batch_fallback}
     */
    public record Drops(
            @Nullable Instant enqueueAt,
            @Nullable Instant writeAt,
            @Nullable String writeOperation) {

        public static final Drops NONE = new Drops(null, null, null);
    }

    /** Seconds by which the store is behind; empty unless a call has been waiting for a second. */
    public OptionalLong lagSeconds() {
        return lag.toSeconds() > 0 ? OptionalLong.of(lag.toSeconds()) : OptionalLong.empty();
    }

    /** Calls the queue took. */
    public long enqueueAccepted() {
        return books.accepted() - enqueueDropped;
    }

    /** Calls without a trace, for whatever reason. */
    public long totalDropped() {
        return enqueueDropped + writeDropped;
    }

    /** How full the queue is, 0 to 100. */
    public int utilizationPercent() {
        return percent(queueDepth);
    }

    /** How full the queue was at its fullest, 0 to 100. */
    public int highWatermarkUtilizationPercent() {
        return percent(queueDepthHighWatermark);
    }

    public Pressure pressure() {
        return Pressure.at(utilizationPercent());
    }

    public Pressure highWatermarkPressure() {
        return Pressure.at(highWatermarkUtilizationPercent());
    }

    private int percent(int depth) {
        return (int) Math.min(100, 100L * depth / queueCapacity);
    }
}
