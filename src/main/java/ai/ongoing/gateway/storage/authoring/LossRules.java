package ai.ongoing.gateway.storage.authoring;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Nothing is lost, and no older program is stopped, without a word in the header. */
final class LossRules implements LintRule {

    /** Records that outlive whoever they are about. */
    private static final Pattern LEDGER = Pattern.compile("traces|.*(?:ledger|audit|usage|request_log|event).*");

    @Override
    public void check(LintedFile file, Clause clause, boolean undo) {
        String lost = lost(clause);
        String table = table(clause);
        if (!lost.isEmpty() && !declared(file).contains(table)) {
            file.refuse(
                    clause.line(),
                    "undeclared-loss",
                    lost + " and the header does not say so",
                    "\"-- destructive: " + table + "\" above Up, so that whoever loses it is asked first; or keep the"
                            + " rows");
        }
        if (!undo) {
            contract(file, clause, lost);
        }
        cascade(file, clause);
    }

    /** The release before still runs while this file is applied. */
    private static void contract(LintedFile file, Clause clause, String lost) {
        boolean renames = clause.begins("ALTER", "TABLE")
                && ColumnRules.actions(clause).stream().anyMatch(action -> action.begins("RENAME"));
        boolean drops = lost.startsWith("dropping");
        if ((renames || drops) && file.header().breaking() == null) {
            file.refuse(
                    clause.line(),
                    "breaks-the-release-before",
                    (renames ? "a rename" : "a drop") + " stops programs that still use the old name",
                    "expand first: add the new one, write both, and drop the old one in a later release with"
                            + " \"-- breaking: VERSION\"");
        }
        if ((renames || drops) && !file.header().directives().containsKey("adr")) {
            file.refuse(
                    clause.line(),
                    "decision-missing",
                    "a rename or a drop is a decision, and the header names none",
                    "\"-- adr: src/docs/decisions/NNNN-words.md\" above Up");
        }
    }

    private static void cascade(LintedFile file, Clause clause) {
        String table =
                clause.begins("ALTER", "TABLE") ? ColumnRules.alteredTable(clause) : NamedObject.madeTable(clause);
        boolean follows = clause.has("ON", "DELETE", "CASCADE") || clause.has("ON", "DELETE", "SET", "NULL");
        if (follows && LEDGER.matcher(table).matches()) {
            file.refuse(
                    clause.line(),
                    "cascade-to-ledger",
                    "deleting what " + table + " refers to would delete or change its records",
                    "ON DELETE RESTRICT, or no foreign key: a ledger keeps the owner's id as a value");
        }
        boolean sweeps = (clause.begins("DROP") || clause.begins("TRUNCATE"))
                && clause.tokens().getLast().is("CASCADE");
        if (sweeps) {
            file.refuse(
                    clause.line(),
                    "cascade",
                    "CASCADE removes whatever depends on it, seen or not",
                    "drop each dependent object by name first");
        }
    }

    private static Set<String> declared(LintedFile file) {
        String tables = file.header().destructive();
        return tables == null ? Set.of() : Set.of(tables.split(", ?", -1));
    }

    /** The table that a clause which loses something works on. */
    private static String table(Clause clause) {
        if (clause.begins("ALTER", "TABLE")) {
            return ColumnRules.alteredTable(clause);
        }
        return clause.begins("DROP")
                ? NamedObject.name(clause)
                : clause.name(clause.skip(clause.skip(clause.skip(1, "FROM"), "TABLE"), "ONLY"));
    }

    /** What the clause loses, in words; empty for nothing. */
    private static String lost(Clause clause) {
        if (clause.begins("DROP") && NamedObject.kind(clause).equals("TABLE")) {
            return "dropping table " + NamedObject.name(clause) + " loses its rows";
        }
        if (clause.begins("TRUNCATE")) {
            return "TRUNCATE loses every row";
        }
        if (clause.begins("DELETE", "FROM")) {
            return "deleting from " + clause.name(2) + " loses rows";
        }
        if (clause.begins("ALTER", "TABLE")) {
            return droppedColumn(ColumnRules.actions(clause));
        }
        return "";
    }

    private static String droppedColumn(List<Clause> actions) {
        for (Clause action : actions) {
            boolean other = action.at(1, "CONSTRAINT");
            if (action.begins("DROP") && !other) {
                int name = action.skip(action.skip(action.skip(0, "DROP"), "COLUMN"), "IF", "EXISTS");
                return "dropping column " + action.name(name) + " loses its values";
            }
        }
        return "";
    }
}
