package ai.ongoing.gateway.storage.authoring;

import ai.ongoing.gateway.storage.schema.MigrationFolder;
import java.util.Set;

/**
 * What a statement does stands in the file. Text that is put together while the file runs, bodies inside plain quotes,
 * and procedures that live in the database cannot be judged here, so they are refused instead of let through.
 */
final class HiddenRules implements LintRule {

    private static final Set<String> READABLE = Set.of("PLPGSQL", "SQL");

    @Override
    public void check(LintedFile file, Clause clause, boolean undo) {
        if (file.folder() == MigrationFolder.SQLITE) {
            if (clause.begins("PRAGMA") && clause.name(1).equals("writable_schema")) {
                refuse(file, clause, "PRAGMA writable_schema changes tables behind the database's back");
            }
            return;
        }
        if (executes(clause)) {
            refuse(file, clause, "EXECUTE runs a text that is put together only then");
        } else if (clause.begins("CALL") || clause.begins("PERFORM")) {
            refuse(file, clause, clause.tokens().getFirst().text() + " runs what stands in the database and not here");
        } else if (quotedBody(clause)) {
            refuse(file, clause, "a body between plain quotes is not read, only one between $$ is");
        }
        int language = clause.find("LANGUAGE");
        if (language >= 0
                && clause.tokens().size() > language + 1
                && !READABLE.contains(clause.tokens().get(language + 1).text())) {
            refuse(file, clause, "only bodies in SQL and PL/pgSQL are read");
        }
    }

    /** The word also names a right that is granted, and what a trigger runs; both are plain to see. */
    private static boolean executes(Clause clause) {
        boolean plain = clause.begins("GRANT")
                || clause.begins("REVOKE")
                || clause.has("EXECUTE", "FUNCTION")
                || clause.has("EXECUTE", "PROCEDURE");
        return clause.has("EXECUTE") && !plain;
    }

    private static boolean quotedBody(Clause clause) {
        boolean routine = clause.begins("CREATE")
                && (clause.has("FUNCTION") || clause.has("PROCEDURE"))
                && !clause.has("TRIGGER");
        return (clause.begins("DO") && clause.has("'"))
                || (routine && (clause.has("AS", "'") || clause.has("AS", "E", "'")));
    }

    private static void refuse(LintedFile file, Clause clause, String problem) {
        file.refuse(
                clause.line(),
                "hidden-statement",
                problem + ", so nobody can say what it locks or loses",
                "write the statements themselves, in a DO $$ block where one depends on what is found");
    }
}
