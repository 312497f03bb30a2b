package ai.ongoing.gateway.migration.file;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.file.MigrationFile.Section;
import ai.ongoing.gateway.migration.file.MigrationFile.Step;
import ai.ongoing.gateway.migration.sql.SqlScript.Statement;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a file may not say. An inner COMMIT would break the promise that a file and its history row are one; a second
 * statement outside a transaction would make "half applied" possible.
 */
record StatementRules(String name, boolean transactional) {

    private static final Set<String> TRANSACTION_CONTROL =
            Set.of("BEGIN", "COMMIT", "ROLLBACK", "END", "ABORT", "SAVEPOINT", "RELEASE", "START");
    private static final List<String[]> NEVER_INSIDE = List.of(
            new String[] {"VACUUM"},
            new String[] {"CREATE", "DATABASE"},
            new String[] {"DROP", "DATABASE"},
            new String[] {"CREATE", "TABLESPACE"},
            new String[] {"DROP", "TABLESPACE"},
            new String[] {"ALTER", "SYSTEM"});

    void check(Section section) {
        for (Step step : section.steps()) {
            String objection = objection(step.sql());
            if (objection != null) {
                throw new MigrationException(
                        Reason.FILES,
                        "migration " + name + ", line " + step.sql().line() + ": " + objection + ".");
            }
        }
        if (!transactional && section.steps().size() != 1) {
            throw new MigrationException(
                    Reason.FILES,
                    "migration " + name + ", line "
                            + section.steps().get(1).sql().line()
                            + ": a file without a transaction holds exactly one statement, so that none is half applied.");
        }
    }

    private @Nullable String objection(Statement sql) {
        List<String> words = sql.words();
        if (words.isEmpty()) {
            return null;
        }
        if (TRANSACTION_CONTROL.contains(words.getFirst())
                || sql.begins("PREPARE", "TRANSACTION")
                || sql.begins("SET", "TRANSACTION")) {
            return words.getFirst() + " does not belong in a file; the engine opens and ends the transaction";
        }
        if (sql.begins("PRAGMA", "FOREIGN_KEYS")) {
            return "PRAGMA foreign_keys has no effect inside a transaction";
        }
        if (sql.begins("COPY") && words.contains("STDIN")) {
            return "COPY FROM stdin needs data that a file cannot give";
        }
        boolean concurrently = words.contains("CONCURRENTLY");
        boolean outside = concurrently || NEVER_INSIDE.stream().anyMatch(sql::begins);
        if (transactional && outside) {
            return "this statement cannot run inside a transaction; put it alone into a file with"
                    + " \"-- transaction: none\"";
        }
        if (concurrently && words.contains("CREATE") && words.contains("EXISTS")) {
            return "IF NOT EXISTS would take a broken index of a cancelled build for a good one; leave it out";
        }
        return null;
    }
}
