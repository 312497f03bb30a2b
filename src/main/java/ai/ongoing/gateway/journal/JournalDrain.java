package ai.ongoing.gateway.journal;

/**
 * The way out of the queue, for the one thread that stores calls: take a batch, store it, release it. What was taken and
 * not released comes again after a restart, so the store must recognise a trace by its id. Batches are released in the
 * order in which they were taken.
 */
public interface JournalDrain {

    /**
     * Waits until a call is there, then lingers so that calls of a burst share a batch. Returns at once when the journal
     * is closed, and early when the thread is interrupted.
     *
     * @param enough how many waiting calls end the lingering
     * @return whether anything waits
     */
    boolean await(int enough, long lingerNanos);

    /**
     * The oldest waiting calls, without waiting for more.
     *
     * @param limit most calls and most bytes; one call is always taken when there is one
     */
    JournalBatch take(JournalBounds limit);

    /**
     * Every call of this batch has met its fate and need not come again.
     *
     * @param unstored how many of them were not stored but handed to {@link #setAside}, by its answers
     */
    void release(JournalBatch batch, JournalBatch.Unstored unstored);

    /**
     * Keeps a call that the store will never take, with the reason, where an operator finds it.
     *
     * @return false when it cannot be kept: then it is lost, and the log says why
     */
    boolean setAside(FinishedCall call, String reason);

    /** What waits now; cheap enough to be asked often. */
    Backlog backlog();

    /** Why the journal takes nothing just now, for health; empty when all is well. */
    String trouble();

    /** What came in since the start of the process. */
    JournalCounts counts();

    /** The books since the journal was made, over all its processes. */
    JournalTotals totals();

    /**
     * Refuses every later admission and completion; what is waiting can still be taken. Idempotent.
     *
     * @return whether this call closed it
     */
    boolean close();

    boolean closed();

    /** Whether the journal is closed and nothing, not even what is being noted right now, will come out of it again. */
    boolean exhausted();
}
