package ai.ongoing.gateway.journal.books;

import ai.ongoing.gateway.journal.JournalBatch;
import ai.ongoing.gateway.journal.JournalCounts;
import ai.ongoing.gateway.journal.JournalPosition;
import ai.ongoing.gateway.journal.JournalTotals;
import ai.ongoing.gateway.journal.directory.CheckpointFile.Checkpoint;
import ai.ongoing.gateway.journal.directory.CheckpointFile.Taken;

/**
 * How many calls were accepted, and where each of them is. The two are counted apart, so that the one can be held against the
 * other. Guarded by the journal's lock.
 */
public final class Books {

    private long accepted;
    private long inFlight;
    private long unnoted;
    private long waiting;
    private long stored;
    private long setAside;
    private long lost;
    private long admitted;
    private long offered;
    private long refused;
    private long bodiesDropped;

    /**
     * Goes on from what an earlier process wrote down and left behind. A call that it had accepted and that is nowhere is
     * lost. Where more are found than it had accepted, some were declared lost and their admissions outlived the process: they
     * are lost no longer.
     *
     * @param left calls that come out of the journal
     * @param acceptedSince calls in the journal that were let through after the checkpoint had been written
     * @return how many had been accepted and are nowhere
     */
    public long continueFrom(Checkpoint checkpoint, long left, long acceptedSince) {
        stored = checkpoint.stored();
        setAside = checkpoint.setAside();
        lost = checkpoint.lost();
        waiting = left;
        Taken taken = checkpoint.taken();
        long missing = taken == null ? 0 : taken.calls() + acceptedSince - accountedFor();
        lost = Math.max(0, lost + missing);
        accepted = accountedFor();
        return Math.max(0, missing);
    }

    private long accountedFor() {
        return inFlight + waiting + stored + setAside + lost;
    }

    /**
     * A call was let through.
     *
     * @param noted whether the files have its admission
     */
    public void admitted(boolean noted) {
        accepted++;
        admitted++;
        inFlight++;
        unnoted += noted ? 0 : 1;
    }

    public void completed(boolean noted) {
        ended(noted);
        waiting++;
    }

    public void refused(boolean noted) {
        ended(noted);
        refused++;
        lost++;
    }

    private void ended(boolean noted) {
        offered++;
        inFlight--;
        unnoted -= noted ? 0 : 1;
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

    /**
     * A call that was set aside is on its way again; it will be admitted like a new one, and is none. When none is counted as set
     * aside, the process that did it ended before the batch was released: the call came again, and was stored then.
     */
    public void retried() {
        accepted--;
        if (setAside > 0) {
            setAside--;
        } else {
            stored--;
        }
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

    /**
     * What is to be written down.
     *
     * @param position everything before it has met its fate
     * @param end where the log ends now
     */
    public Checkpoint at(JournalPosition position, JournalPosition end) {
        return new Checkpoint(position, stored, setAside, lost, new Taken(accepted, unnoted, end));
    }

    public JournalCounts counts() {
        return new JournalCounts(admitted, offered, refused, bodiesDropped);
    }

    public JournalTotals totals() {
        return new JournalTotals(accepted, inFlight, waiting, stored, setAside, lost);
    }
}
