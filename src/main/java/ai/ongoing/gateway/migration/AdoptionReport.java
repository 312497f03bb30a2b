package ai.ongoing.gateway.migration;

import java.util.List;

/**
 * What a database without a history of ours turned out to be, and what opening it would do or did.
 *
 * @param found what it is
 * @param notes complete sentences about what else was seen
 * @param stamped names of files whose history rows are or were written without running them
 * @param pending names of the files that would be applied; after an adoption those that were
 * @param dryRun whether nothing was changed
 */
public record AdoptionReport(
        Found found, List<String> notes, List<String> stamped, List<String> pending, boolean dryRun) {

    /** Kinds of databases. */
    public enum Found {
        EMPTY("an empty database"),
        OURS("a database of this program"),
        OLDER_PROGRAM("a database of the Go program, with its history"),
        TABLES_ONLY("tables without a history"),
        GAPS("a history that lacks rows of files whose tables are there"),
        UNKNOWN_ROWS("a history with rows this program does not know");

        private final String label;

        Found(String label) {
            this.label = label;
        }

        /** In words. */
        public String label() {
            return label;
        }
    }

    public AdoptionReport {
        notes = List.copyOf(notes);
        stamped = List.copyOf(stamped);
        pending = List.copyOf(pending);
    }
}
