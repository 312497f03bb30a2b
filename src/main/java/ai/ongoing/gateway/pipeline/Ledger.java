package ai.ongoing.gateway.pipeline;

import ai.ongoing.gateway.journal.JournalCounts;
import ai.ongoing.gateway.journal.MemoryJournal;
import ai.ongoing.gateway.trace.TraceStoreException.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The books of the pipeline. What came in is counted by the journal, without a lock; what became of it is counted here,
 * once a batch, under a lock that is held for a few additions. Thread-safe.
 */
final class Ledger {

    private final MemoryJournal journal;
    private final Clock clock;
    private final Map<Failure, Long> failures = new EnumMap<>(Failure.class);
    private long taken;
    private long stored;
    private long setAside;
    private long lost;
    private boolean abandoned;
    private final Reconciliation minutes;
    private @Nullable Instant oldest;
    private PipelineSnapshot.Drops drops = PipelineSnapshot.Drops.NONE;

    Ledger(MemoryJournal journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
        this.minutes = new Reconciliation(clock.instant(), books());
    }

    /** The writer took calls from the queue. */
    synchronized void took(int calls) {
        taken += calls;
        closeMinute();
        if (abandoned) {
            lost += calls;
        }
    }

    /** When the oldest call that is not stored yet finished; null when the writer has caught up. */
    synchronized void oldest(@Nullable Instant finishedAt) {
        oldest = finishedAt;
    }

    private Duration lag() {
        Instant waitingSince = oldest;
        return waitingSince == null ? Duration.ZERO : Duration.between(waitingSince, clock.instant());
    }

    /** Calls reached the store. */
    synchronized void stored(int calls) {
        if (!abandoned) {
            stored += calls;
        }
    }

    /** A call could not be turned into a trace. */
    synchronized void setAside(int calls) {
        if (!abandoned) {
            setAside += calls;
        }
    }

    /** The store refused traces for good. */
    synchronized void setAside(int calls, String operation, Failure failure, Instant at) {
        if (!abandoned) {
            setAside += calls;
            failures.merge(failure, (long) calls, Long::sum);
            drops = new PipelineSnapshot.Drops(drops.enqueueAt(), at, operation);
        }
    }

    /** The queue refused a call; the journal has counted it. */
    synchronized void refused(Instant at) {
        drops = new PipelineSnapshot.Drops(at, drops.writeAt(), drops.writeOperation());
    }

    /** Time is up: what the writer holds is lost from now on, whatever a write that is still under way may come to. */
    synchronized void abandon() {
        lost += inHand();
        abandoned = true;
    }

    /** Calls that were taken from the queue and then lost. */
    synchronized long lost() {
        return lost;
    }

    private long inHand() {
        return taken - stored - setAside - lost;
    }

    private void closeMinute() {
        Instant now = clock.instant();
        if (minutes.due(now)) {
            minutes.look(now, books());
        }
    }

    private Books books() {
        // Read after `taken`, under the same lock: the journal's counts can only be larger than what `taken` saw, so no
        // part of the books is ever negative.
        JournalCounts counts = journal.counts();
        long waiting = counts.offered() - counts.refused() - taken;
        return new Books(counts.offered(), inHand(), waiting, stored, setAside, lost + counts.refused());
    }

    synchronized PipelineSnapshot snapshot() {
        closeMinute();
        JournalCounts counts = journal.counts();
        return new PipelineSnapshot(
                books(),
                journal.bounds().records(),
                journal.size(),
                lag(),
                journal.highWatermark(),
                counts.refused(),
                setAside + lost,
                counts.bodiesDropped(),
                drops,
                failures,
                minutes.minutes());
    }
}
