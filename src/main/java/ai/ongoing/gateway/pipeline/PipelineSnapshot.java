package ai.ongoing.gateway.pipeline;

import ai.ongoing.gateway.trace.TraceStoreException.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline's state at one moment.
 *
 * @param books where every call is, since the journal was made
 * @param queue what waits
 * @param lag age of the oldest finished call that is not stored; zero when there is none
 * @param trouble why the journal takes no calls just now; empty when it does
 * @param sinceStart counters that start with the process
 * @param drops when and how calls were dropped last
 * @param writeFailuresByClass records set aside by the store's class of failure
 * @param minutes the last hour's books, minute by minute, oldest first
 */
public record PipelineSnapshot(
        Books books,
        Queue queue,
        Duration lag,
        String trouble,
        SinceStart sinceStart,
        Drops drops,
        Map<Failure, Long> writeFailuresByClass,
        List<MinuteBooks> minutes) {

    public PipelineSnapshot {
        writeFailuresByClass = Map.copyOf(writeFailuresByClass);
        minutes = List.copyOf(minutes);
    }

    /**
     * What waits, and how full the journal is with it. The journal is bounded in bytes, and so is what is said in
     * percent.
     *
     * @param depth calls waiting
     * @param mostDepth most calls seen waiting at once, since the start
     * @param bytes bytes the journal holds
     * @param mostBytes most bytes it was seen to hold, since the start
     * @param maxBytes most bytes it may hold
     */
    public record Queue(long depth, long mostDepth, long bytes, long mostBytes, long maxBytes) {

        /** A call without bodies takes about this many bytes, as a stream; less otherwise. */
        private static final long CALL_BYTES = 1536;

        /** How many calls without bodies have room. */
        public long capacity() {
            return maxBytes / CALL_BYTES;
        }

        /** How full the queue is, 0 to 100. */
        public int utilizationPercent() {
            return percent(bytes);
        }

        /** How full the queue was at its fullest, 0 to 100. */
        public int mostUtilizationPercent() {
            return percent(mostBytes);
        }

        private int percent(long held) {
            return (int) Math.min(100, 100 * held / maxBytes);
        }
    }

    /**
     * Counters of this process.
     *
     * @param recovered calls that an earlier process left in the journal
     * @param taken calls the journal took
     * @param refused calls it had no room for
     * @param bodiesDropped calls taken without their captured bodies, because bytes ran short
     * @param stored calls stored
     * @param unstored calls that could not be stored: set aside, or lost where that was not possible
     */
    public record SinceStart(long recovered, long taken, long refused, long bodiesDropped, long stored, long unstored) {

        /** Calls without a trace, for whatever reason. */
        public long dropped() {
            return refused + unstored;
        }
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

    public Pressure pressure() {
        return Pressure.at(queue.utilizationPercent());
    }

    public Pressure highWatermarkPressure() {
        return Pressure.at(queue.mostUtilizationPercent());
    }
}
