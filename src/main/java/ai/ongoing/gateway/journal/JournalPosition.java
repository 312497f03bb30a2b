package ai.ongoing.gateway.journal;

import java.util.Comparator;

/**
 * A place in a journal.
 *
 * @param segment number of the segment, counted from 1
 * @param offset bytes from the segment's beginning
 */
public record JournalPosition(long segment, long offset) implements Comparable<JournalPosition> {

    /** Before everything. */
    public static final JournalPosition START = new JournalPosition(0, 0);

    private static final Comparator<JournalPosition> ORDER =
            Comparator.comparingLong(JournalPosition::segment).thenComparingLong(JournalPosition::offset);

    @Override
    public int compareTo(JournalPosition other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return segment + ":" + offset;
    }
}
