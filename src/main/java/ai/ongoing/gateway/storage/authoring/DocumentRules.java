package ai.ongoing.gateway.storage.authoring;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whoever changes tables says which documents were changed with them: {@code -- docs:} lists them, and each table group
 * demands one. A document or decision that the header names must be there.
 */
final class DocumentRules implements LintRule {

    private static final Pattern DECISION = Pattern.compile("src/docs/decisions/\\d{4}-[a-z0-9-]+\\.md");

    /** Which document tells of a group of tables; the page src/docs/migrations.md lists the same. */
    private static final Map<Pattern, String> TRIGGERS = Map.of(
            Pattern.compile("organizations|workspaces|gateway_keys|.*(?:owner|member|identity|tenant).*"),
            "src/docs/migrations.md",
            Pattern.compile("traces|.*(?:ledger|usage|request_log).*"),
            "src/main/resources/openapi/openapi.yaml",
            Pattern.compile(".*(?:budget|limit|quota|policy|policies).*"),
            "src/docs/configuration.md",
            Pattern.compile(".*(?:provider|model|route|capabilit|price).*"),
            "README.md",
            Pattern.compile("schema_migration.*|.*(?:backup|journal|job).*"),
            "src/docs/operations.md");

    @Override
    public void check(LintedFile file, Clause clause, boolean undo) {
        String table = undo ? "" : reshaped(clause);
        if (table.isEmpty()) {
            return;
        }
        TRIGGERS.forEach((tables, document) -> {
            boolean named = file.documents("docs").stream()
                    .anyMatch(path -> withoutPlace(path).equals(document));
            if (tables.matcher(table).matches() && !named) {
                file.refuse(
                        clause.line(),
                        "document-missing",
                        "the shape of " + table
                                + " changes, and the header does not name the document that tells of it",
                        "change " + document + " and write \"-- docs: " + document + "\" above Up");
            }
        });
    }

    /** The table whose columns or existence a clause changes; indexes, policies and rows have no page of their own. */
    private static String reshaped(Clause clause) {
        boolean table = NamedObject.kind(clause).equals("TABLE");
        if (clause.begins("ALTER", "TABLE")) {
            boolean columns = ColumnRules.actions(clause).stream().anyMatch(DocumentRules::changesColumns);
            return columns ? ColumnRules.alteredTable(clause) : "";
        }
        return table && (clause.begins("CREATE") || clause.begins("DROP")) ? NamedObject.name(clause) : "";
    }

    private static boolean changesColumns(Clause action) {
        Set<String> others =
                Set.of("CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "EXCLUDE", "TO", "DEFAULT", "TABLE");
        boolean changes = action.begins("ADD") || action.begins("DROP") || action.begins("RENAME");
        return changes
                && action.tokens().size() > 1
                && !others.contains(action.tokens().get(1).text());
    }

    /** Refuses documents that the header names and that are not there. */
    static void present(LintedFile file, MigrationSources sources) {
        for (String path : file.documents("adr")) {
            if (!DECISION.matcher(path).matches()) {
                refuse(file, "adr", "\"" + path + "\" is no decision record");
            } else if (sources.lacks(path)) {
                refuse(file, "adr", "there is no " + path);
            }
        }
        for (String path : file.documents("docs")) {
            if (sources.lacks(withoutPlace(path))) {
                refuse(file, "docs", "there is no " + path);
            }
        }
    }

    private static void refuse(LintedFile file, String directive, String problem) {
        file.refuse(
                file.lineOf(directive),
                "document-missing",
                problem,
                "write it, and name it by its path from the root of the checkout, like"
                        + " src/docs/decisions/0042-unpriced-is-not-free.md");
    }

    /** A path may end with a heading, {@code #writing-a-file}. */
    private static String withoutPlace(String path) {
        int place = path.indexOf('#');
        return place < 0 ? path : path.substring(0, place);
    }
}
