package ai.ongoing.gateway.journal.file;

/**
 * What a journal held when it was opened.
 *
 * @param waiting calls that had ended and were not stored
 * @param interrupted calls that had been let through and never ended
 * @param missing calls that had been let through and are nowhere: they are declared lost
 * @param damagedBytes bytes that belong to no intact record: a torn end, or worse
 * @param unreadable intact records that make no sense to this program
 */
public record RecoveryReport(long waiting, long interrupted, long missing, long damagedBytes, long unreadable) {

    /** Whether an earlier process left anything behind. */
    public boolean anything() {
        return waiting > 0 || interrupted > 0 || missing > 0 || damagedBytes > 0 || unreadable > 0;
    }
}
