package ai.ongoing.gateway.migration.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Tells the gateway's tables from another tool's of the same name, by their columns: those that the gateway's tables
 * always had must be there, and without a history none may ask for a value that the gateway never gives.
 *
 * @param table its name
 * @param columns every column as the catalogue tells it: name, type, whether it must have a value
 */
public record ForeignTable(String table, List<String> columns) {

    public ForeignTable {
        columns = List.copyOf(columns);
    }

    /**
     * Why a table belongs to somebody else.
     *
     * @param shape by table what every state of it had: names, or names with types
     * @param live the facts of the database
     * @param known the facts of the newest schema, for databases without a history; empty when there is one
     * @return a complete sentence; empty when all tables are the gateway's, or absent
     */
    public static String reason(Map<String, Set<String>> shape, SortedSet<String> live, SortedSet<String> known) {
        for (Map.Entry<String, Set<String>> expected : new TreeMap<>(shape).entrySet()) {
            ForeignTable table = of(expected.getKey(), live);
            List<String> missing = table.missing(expected.getValue());
            List<String> strange = known.isEmpty() ? List.of() : table.strange(of(expected.getKey(), known));
            if (!table.columns.isEmpty() && !(missing.isEmpty() && strange.isEmpty())) {
                return table.sentence(missing, strange);
            }
        }
        return "";
    }

    private static ForeignTable of(String table, SortedSet<String> facts) {
        String start = "column " + table + ".";
        return new ForeignTable(
                table,
                facts.stream()
                        .filter(fact -> fact.startsWith(start))
                        .map(fact -> fact.substring(start.length()).toLowerCase(Locale.ROOT))
                        .toList());
    }

    private List<String> missing(Set<String> expected) {
        return expected.stream()
                .filter(wanted -> columns.stream().noneMatch(column -> column.startsWith(wanted + " ")))
                .sorted()
                .toList();
    }

    /** Columns nobody knows that must have a value and have no default, so that no row of ours could be written. */
    private List<String> strange(ForeignTable ours) {
        List<String> names = new ArrayList<>(ours.names());
        return columns.stream()
                .filter(column -> column.contains(" default=- ") || column.endsWith(" default=-"))
                .filter(column -> column.contains(" notnull=true ") || column.contains(" notnull=1 "))
                .map(ForeignTable::name)
                .filter(name -> !names.contains(name))
                .toList();
    }

    private List<String> names() {
        return columns.stream().map(ForeignTable::name).toList();
    }

    private static String name(String column) {
        return column.substring(0, column.indexOf(' '));
    }

    private String sentence(List<String> missing, List<String> strange) {
        String lacks = missing.isEmpty()
                ? ""
                : ", and the gateway's always has " + missing.stream().collect(Collectors.joining(", "));
        String asks = strange.isEmpty() ? "" : ", and it demands " + String.join(", ", strange);
        return "the table " + table + " belongs to another tool: its columns are " + String.join(", ", names()) + lacks
                + asks + ".";
    }
}
