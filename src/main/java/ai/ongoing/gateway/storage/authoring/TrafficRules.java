package ai.ongoing.gateway.storage.authoring;

import ai.ongoing.gateway.storage.schema.MigrationFolder;

/** No file holds a lock on a table with traffic for longer than a moment, and none stumbles over what exists already. */
final class TrafficRules implements LintRule {

    @Override
    public void check(LintedFile file, Clause clause, boolean undo) {
        index(file, clause);
        constraint(file, clause);
        exclusive(file, clause);
        guard(file, clause);
        rows(file, clause);
    }

    private static void index(LintedFile file, Clause clause) {
        int on = clause.find("ON");
        boolean index = clause.begins("CREATE") && NamedObject.kind(clause).equals("INDEX") && on > 0;
        if (!index) {
            return;
        }
        String table = clause.name(clause.skip(on + 1, "ONLY"));
        if (file.busy(table) && !clause.has("CONCURRENTLY")) {
            file.refuse(
                    clause.line(),
                    "index-blocks-writes",
                    "building an index on " + table + " blocks every write until it is done",
                    "CREATE INDEX CONCURRENTLY, alone in a file with \"-- transaction: none\" and \"-- lock-timeout: 0\"");
        }
    }

    private static void constraint(LintedFile file, Clause clause) {
        if (!clause.begins("ALTER", "TABLE")) {
            return;
        }
        String table = ColumnRules.alteredTable(clause);
        for (Clause action : ColumnRules.actions(clause)) {
            boolean scans = action.begins("ADD") && (action.has("FOREIGN", "KEY") || action.has("CHECK"));
            boolean builds = action.begins("ADD")
                    && (action.has("UNIQUE") || action.has("PRIMARY", "KEY"))
                    && !action.has("USING", "INDEX");
            if (file.busy(table) && scans && !action.has("NOT", "VALID")) {
                file.refuse(
                        action.line(),
                        "constraint-scans",
                        "adding this constraint reads all of " + table + " while writes wait",
                        "add it NOT VALID, and VALIDATE CONSTRAINT in a later file");
            }
            if (file.busy(table) && builds) {
                file.refuse(
                        action.line(),
                        "constraint-builds",
                        "adding this constraint builds an index on " + table + " while everything waits",
                        "CREATE UNIQUE INDEX CONCURRENTLY in a file of its own, then ADD CONSTRAINT ... USING INDEX");
            }
        }
    }

    private static void exclusive(LintedFile file, Clause clause) {
        boolean server = file.folder() == MigrationFolder.POSTGRES;
        boolean locks = clause.begins("VACUUM", "FULL")
                || clause.begins("VACUUM", "(", "FULL")
                || clause.begins("CLUSTER")
                || clause.begins("LOCK")
                || (clause.begins("REINDEX") && !clause.has("CONCURRENTLY"));
        if (server && locks) {
            file.refuse(
                    clause.line(),
                    "exclusive-lock",
                    clause.tokens().getFirst().text() + " keeps everybody out of the table for as long as it takes",
                    "leave it to maintenance, or its CONCURRENTLY form");
        }
    }

    private static void guard(LintedFile file, Clause clause) {
        String kind = NamedObject.kind(clause);
        String name = NamedObject.name(clause);
        boolean guarded = clause.has("IF", "NOT", "EXISTS") || clause.has("IF", "EXISTS");
        boolean table = kind.equals("TABLE") || kind.equals("INDEX");
        if (clause.begins("CREATE")
                && table
                && !guarded
                && file.inheritedObjects().contains(name)) {
            file.refuse(
                    clause.line(),
                    "guard-missing",
                    "databases of the older program may hold " + name + " already",
                    "CREATE ... IF NOT EXISTS");
        }
        if (clause.begins("DROP") && (table || kind.equals("POLICY") || kind.equals("VIEW")) && !guarded) {
            file.refuse(
                    clause.line(),
                    "guard-missing",
                    "the " + kind.toLowerCase(java.util.Locale.ROOT) + " " + name + " may be gone already",
                    "DROP ... IF EXISTS");
        }
        boolean value = clause.begins("ALTER", "TYPE") && clause.has("ADD", "VALUE");
        if (value && !guarded) {
            file.refuse(clause.line(), "guard-missing", "a second run would fail here", "ADD VALUE IF NOT EXISTS");
        }
    }

    private static void rows(LintedFile file, Clause clause) {
        if (clause.begins("UPDATE") && !clause.has("WHERE") && file.mayHoldRows(clause.name(1))) {
            file.refuse(
                    clause.line(),
                    "rewrites-every-row",
                    "this UPDATE writes every row, changed or not",
                    "a WHERE that leaves out the rows that are right already");
        }
        int name = clause.skip(0, "INSERT", "INTO");
        if (name > 0 && clause.tokens().size() > name + 1 && !clause.at(name + 1, "(")) {
            file.refuse(
                    clause.line(),
                    "columns-unnamed",
                    "the order of columns differs between fresh and adopted databases",
                    "INSERT INTO " + clause.name(name) + " (column, ...)");
        }
    }
}
