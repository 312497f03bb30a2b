package ai.ongoing.gateway.journal.books;

import ai.ongoing.gateway.journal.JournalBatch;
import ai.ongoing.gateway.journal.JournalCounts;
import ai.ongoing.gateway.journal.JournalPosition;
import ai.ongoing.gateway.journal.JournalTotals;
import ai.ongoing.gateway.journal.directory.CheckpointFile.Checkpoint;

/**
 * Where every accepted call is. Each call stands in exactly one of the totals, so the books close at every moment by the
 * way they are kept. Guarded by the journal's lock.
 */
public final class Books {

    private long inFlight;
    private long waiting;
    private long stored;
    private long setAside;
    private long lost;
    private long admitted;
    private long offered;
    private long refused;
    private long bodiesDropped;

    /** Goes on from what an earlier process wrote down and left behind. */
    public void continueFrom(Checkpoint checkpoint, long left) {
        stored = checkpoint.stored();
        setAside = checkpoint.setAside();
        lost = checkpoint.lost();
        waiting = left;
    }

    public void admitted() {
        admitted++;
        inFlight++;
    }

    public void completed() {
        offered++;
        inFlight--;
        waiting++;
    }

    public void refused() {
        offered++;
        refused++;
        inFlight--;
        lost++;
    }

    public void bodyDropped() {
        bodiesDropped++;
    }

    public void released(long calls, JournalBatch.Unstored unstored) {
        waiting -= calls;
        stored += calls - unstored.calls();
        setAside += unstored.setAside();
        lost += unstored.lost();
    }

    /** A call that was set aside is on its way again; it will be admitted like a new one, and is none. */
    public void retried() {
        setAside--;
    }

    /** Calls that were waiting and cannot be read any more. */
    public void damaged(long calls) {
        waiting -= calls;
        lost += calls;
    }

    public long waiting() {
        return waiting;
    }

    /** Whether nothing is left to be done. */
    public boolean settled() {
        return waiting == 0 && inFlight == 0;
    }

    public Checkpoint at(JournalPosition position) {
        return new Checkpoint(position, stored, setAside, lost);
    }

    public JournalCounts counts() {
        return new JournalCounts(admitted, offered, refused, bodiesDropped);
    }

    public JournalTotals totals() {
        long accepted = inFlight + waiting + stored + setAside + lost;
        return new JournalTotals(accepted, inFlight, waiting, stored, setAside, lost);
    }
}
