package ai.ongoing.gateway.pipeline;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The books of each of the last sixty minutes. A minute is closed by the first look at the books after it, so a minute
 * in which nobody looked is part of the next one. Guarded by its ledger.
 */
final class Reconciliation {

    private static final int MINUTES = 60;

    private final Deque<MinuteBooks> closed = new ArrayDeque<>();
    private Instant begin;
    private Books atBegin;
    private long writtenAtBegin;

    /** @param written traces that the writer says it stored */
    Reconciliation(Instant now, Books books, long written) {
        begin = now.truncatedTo(ChronoUnit.MINUTES);
        atBegin = books;
        writtenAtBegin = written;
    }

    /** Whether a minute has ended since the last look; costs a comparison. */
    boolean due(Instant now) {
        return !now.isBefore(begin.plus(1, ChronoUnit.MINUTES));
    }

    /** Closes the minute that has ended. */
    void look(Instant now, Books books, long written) {
        if (closed.size() == MINUTES) {
            closed.removeFirst();
        }
        closed.addLast(MinuteBooks.between(begin, atBegin, books, written - writtenAtBegin));
        begin = now.truncatedTo(ChronoUnit.MINUTES);
        atBegin = books;
        writtenAtBegin = written;
    }

    /** The closed minutes, oldest first. */
    List<MinuteBooks> minutes() {
        return List.copyOf(closed);
    }
}
