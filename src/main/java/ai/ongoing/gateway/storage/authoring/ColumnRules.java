package ai.ongoing.gateway.storage.authoring;

import ai.ongoing.gateway.storage.schema.MigrationFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a column may be: addable without a rewrite, exact where it is money, and one instant where it is a time. */
final class ColumnRules implements LintRule {

    private static final Set<String> CONSTRAINTS =
            Set.of("CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "EXCLUDE", "LIKE");
    private static final Set<String> MONEY =
            Set.of("cost", "price", "amount", "budget", "spend", "usd", "balance", "charge", "fee");
    private static final Set<String> INEXACT =
            Set.of("REAL", "FLOAT", "FLOAT4", "FLOAT8", "DOUBLE", "MONEY", "NUMERIC", "DECIMAL");
    /** Values that differ from row to row: functions, and the words of counters and of stored expressions. */
    private static final Set<String> VOLATILE = Set.of(
            "RANDOM",
            "CLOCK_TIMESTAMP",
            "GEN_RANDOM_UUID",
            "UUIDV7",
            "UUIDV4",
            "NEXTVAL",
            "RANDOMBLOB",
            "TIMEOFDAY",
            "SERIAL",
            "SMALLSERIAL",
            "BIGSERIAL",
            "IDENTITY",
            "STORED");

    /** A definition without its name. */
    private record Column(String table, String name, Clause type, boolean added) {}

    @Override
    public void check(LintedFile file, Clause clause, boolean undo) {
        for (Column column : columns(clause)) {
            time(file, column);
            money(file, column);
            if (column.added()) {
                added(file, column);
            }
        }
        if (clause.begins("ALTER", "TABLE")) {
            changed(file, clause);
        }
    }

    private static void added(LintedFile file, Column column) {
        boolean mustHaveOne = column.type().has("NOT", "NULL");
        if (mustHaveOne && !column.type().has("DEFAULT")) {
            file.refuse(
                    column.type().line(),
                    "not-null-without-default",
                    "column " + column.name()
                            + " is added NOT NULL without a default, which fails on a table with rows",
                    "add it nullable, fill it in a later file, and let the program require it; or give it a constant"
                            + " default");
        }
        if (mustHaveOne && column.type().has("DEFAULT", "NULL")) {
            file.refuse(
                    column.type().line(),
                    "not-null-without-default",
                    "column " + column.name() + " is NOT NULL with the default NULL",
                    "leave NOT NULL out, or give it a constant default");
        }
        column.type().tokens().stream()
                .filter(token -> VOLATILE.contains(token.text()))
                .findFirst()
                .ifPresent(token -> file.refuse(
                        token.line(),
                        "rewriting-default",
                        "the value of " + column.name() + " differs from row to row, so every row is rewritten under"
                                + " an exclusive lock",
                        "add the column without a default and fill it in a file of its own"));
    }

    private static void changed(LintedFile file, Clause clause) {
        String table = alteredTable(clause);
        for (Clause action : actions(clause)) {
            int name = action.skip(action.skip(0, "ALTER"), "COLUMN");
            boolean type = action.begins("ALTER")
                    && (action.at(name + 1, "TYPE") || action.at(name + 1, "SET", "DATA", "TYPE"));
            if (type && file.mayHoldRows(table)) {
                file.refuse(
                        action.line(),
                        "type-rewrite",
                        "changing the type of " + table + "." + action.name(name)
                                + " rewrites the table and its indexes under an exclusive lock",
                        "add a column of the new type, fill it, read it, and drop the old one in a later release");
            }
            if (action.begins("ALTER") && action.at(name + 1, "SET", "NOT", "NULL") && file.busy(table)) {
                file.refuse(
                        action.line(),
                        "set-not-null",
                        "SET NOT NULL reads all of " + table + " under an exclusive lock",
                        "ADD CONSTRAINT ... CHECK (" + action.name(name)
                                + " IS NOT NULL) NOT VALID, then VALIDATE CONSTRAINT in a later file");
            }
        }
    }

    private static void time(LintedFile file, Column column) {
        Clause type = column.type();
        boolean zoned = type.has("WITH", "TIME", "ZONE");
        if (file.folder() == MigrationFolder.POSTGRES && type.begins("TIMESTAMP") && !zoned) {
            file.refuse(
                    type.line(),
                    "time-without-zone",
                    "column " + column.name() + " is a timestamp without a zone, so its instant depends on the session",
                    "TIMESTAMPTZ");
        } else if (file.folder() == MigrationFolder.SQLITE
                && (type.begins("DATETIME") || type.begins("TIMESTAMP") || type.begins("DATE"))) {
            file.refuse(
                    type.line(),
                    "time-without-zone",
                    "column " + column.name() + " says "
                            + type.tokens().getFirst().text() + ", which is a text in whatever form it was written",
                    "INTEGER with microseconds since 1970 in UTC, TIMESTAMPTZ in the other folder");
        }
    }

    private static void money(LintedFile file, Column column) {
        boolean money = Set.of(column.name().split("_", -1)).stream().anyMatch(MONEY::contains);
        if (money
                && !column.type().isEmpty()
                && INEXACT.contains(column.type().tokens().getFirst().text())) {
            file.refuse(
                    column.type().line(),
                    "inexact-money",
                    "column " + column.name() + " holds money in a type that rounds",
                    "BIGINT (INTEGER on SQLite) of billionths, with the unit in the name: " + column.name()
                            + "_nano_usd");
        }
    }

    private static List<Column> columns(Clause clause) {
        List<Column> columns = new ArrayList<>();
        if (clause.begins("ALTER", "TABLE")) {
            for (Clause action : actions(clause)) {
                int name = action.skip(action.skip(action.skip(0, "ADD"), "COLUMN"), "IF", "NOT", "EXISTS");
                boolean column = name > 0
                        && action.tokens().size() > name + 1
                        && !CONSTRAINTS.contains(action.tokens().get(name).text());
                if (action.begins("ADD") && column) {
                    columns.add(new Column(alteredTable(clause), action.name(name), action.from(name + 1), true));
                }
            }
        } else if (clause.begins("CREATE") && clause.has("TABLE") && !clause.has("AS", "SELECT")) {
            int open = clause.find("(");
            for (Clause part :
                    open < 0 ? List.<Clause>of() : clause.from(open + 1).parts(1)) {
                if (part.tokens().size() > 1
                        && !CONSTRAINTS.contains(part.tokens().getFirst().text())) {
                    columns.add(new Column(NamedObject.madeTable(clause), part.name(0), part.from(1), false));
                }
            }
        }
        return columns;
    }

    static String alteredTable(Clause clause) {
        return clause.name(afterTable(clause));
    }

    /** What an ALTER TABLE does, one part each. */
    static List<Clause> actions(Clause clause) {
        return clause.from(afterTable(clause) + 1).parts(0);
    }

    private static int afterTable(Clause clause) {
        return clause.skip(clause.skip(clause.skip(0, "ALTER", "TABLE"), "IF", "EXISTS"), "ONLY");
    }
}
