package ai.ongoing.gateway.migration;

import java.time.Duration;
import java.util.List;

/**
 * What was undone.
 *
 * @param undone names of the files, newest first
 * @param stopped why it went no further than this although more was asked for; empty when all was done
 * @param backup the copy that was made before; empty when none was
 * @param took wall time, the wait for the lock included
 */
public record UndoReport(List<String> undone, String stopped, String backup, Duration took) {

    /** What to tell whoever undoes anything. */
    public static final String WARNING = "Undoing a migration on a database in production takes away what programs that"
            + " are running may use. Stop them first, or make sure that their version runs on the older schema.";

    public UndoReport {
        undone = List.copyOf(undone);
    }
}
