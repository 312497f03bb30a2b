package ai.ongoing.gateway.pipeline;

import ai.ongoing.gateway.journal.Backlog;
import ai.ongoing.gateway.journal.JournalBatch.Unstored;
import ai.ongoing.gateway.journal.JournalCounts;
import ai.ongoing.gateway.journal.JournalDrain;
import ai.ongoing.gateway.journal.JournalTotals;
import ai.ongoing.gateway.trace.TraceStoreException.Failure;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * The books of the pipeline: the journal's totals, which outlive the process, beside what this process's writer did,
 * counted on its own, so that the one can be held against the other. Changed once a batch, under a lock that is held for
 * a few additions. Thread-safe.
 */
public final class Ledger {

    private final JournalDrain journal;
    private final Clock clock;
    private final Map<Failure, Long> failures = new EnumMap<>(Failure.class);
    private Reconciliation minutes;
    private boolean releasing;
    private long recovered;
    private long stored;
    private long unstored;
    private long mostCalls;
    private long mostBytes;
    private PipelineSnapshot.Drops drops = PipelineSnapshot.Drops.NONE;

    public Ledger(JournalDrain journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
        this.minutes = new Reconciliation(clock.instant(), books(), 0);
    }

    /**
     * The journal is open: its books go on from those of earlier processes, and the minutes begin here. What earlier
     * processes stored is nothing that this one's writer did.
     *
     * @param left calls that an earlier process left in the journal
     */
    public synchronized void opened(long left) {
        recovered = left;
        minutes = new Reconciliation(clock.instant(), books(), stored);
    }

    /** The writer took a batch and has not given it back. */
    synchronized void took() {
        raise(journal.backlog());
        closeMinute();
    }

    /** The journal is about to release a batch: until {@link #released} the two counts of it differ. */
    synchronized void releasing() {
        releasing = true;
    }

    /** Every call of a batch has met its fate. */
    synchronized void released(int calls, Unstored ofThese) {
        stored += calls - ofThese.calls();
        unstored += ofThese.calls();
        releasing = false;
    }

    /** The store refused traces for good. */
    synchronized void failed(String operation, Failure failure, int calls) {
        failures.merge(failure, (long) calls, Long::sum);
        drops = new PipelineSnapshot.Drops(drops.enqueueAt(), clock.instant(), operation);
    }

    /** The journal had no room for a call, and has counted it. */
    synchronized void refused(Instant at) {
        drops = new PipelineSnapshot.Drops(at, drops.writeAt(), drops.writeOperation());
    }

    /** The pipeline's state now; a few counters are read. */
    public synchronized PipelineSnapshot snapshot() {
        closeMinute();
        JournalCounts counts = journal.counts();
        Backlog backlog = journal.backlog();
        raise(backlog);
        return new PipelineSnapshot(
                books(),
                new PipelineSnapshot.Queue(backlog.calls(), mostCalls, backlog.bytes(), mostBytes, backlog.maxBytes()),
                backlog.lag(clock.instant()),
                journal.trouble(),
                new PipelineSnapshot.SinceStart(
                        recovered,
                        counts.offered() - counts.refused(),
                        counts.refused(),
                        counts.bodiesDropped(),
                        stored,
                        unstored),
                drops,
                failures,
                minutes.minutes());
    }

    private void raise(Backlog backlog) {
        mostCalls = Math.max(mostCalls, backlog.calls());
        mostBytes = Math.max(mostBytes, backlog.bytes());
    }

    private void closeMinute() {
        Instant now = clock.instant();
        // A look while a batch is released, which may wait for the disk, leaves the minute to the next look.
        if (!releasing && minutes.due(now)) {
            minutes.look(now, books(), stored);
        }
    }

    private Books books() {
        JournalTotals totals = journal.totals();
        return new Books(
                totals.accepted(),
                totals.inFlight(),
                totals.waiting(),
                totals.stored(),
                totals.setAside(),
                totals.lost());
    }
}
