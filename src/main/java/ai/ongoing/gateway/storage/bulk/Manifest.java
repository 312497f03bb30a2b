package ai.ongoing.gateway.storage.bulk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every table of the product by name: what is moved with a store, and what belongs to the database it stands in. A live
 * table in neither list is an error that names it, so that no table is ever left behind unnoticed.
 *
 * @param name of the table
 * @param key what tells its rows apart where it has no primary key
 * @param json columns that hold JSON documents; SQLite's catalogue calls them text
 */
public record Manifest(String name, List<String> key, Set<String> json) {

    /** Moved, those referred to first. */
    public static final List<Manifest> MOVED = List.of(
            new Manifest("organizations", List.of("id"), Set.of()),
            new Manifest("workspaces", List.of("org_id", "id"), Set.of()),
            new Manifest("gateway_keys", List.of("id"), Set.of("permissions")),
            new Manifest("traces", List.of("id"), Set.of("request_headers", "response_headers", "metadata")));

    /** Histories of the database itself, and the books of the copies that were made into it. */
    public static final Set<String> STAYING = Set.of(
            "schema_migrations",
            "schema_migration_runs",
            "schema_migration_events",
            "copy_jobs",
            "copy_chunks",
            "copy_changes",
            "copy_signatures");

    /** Tables in which every database has one row whose key is this word and nothing else: the tenant a migration puts there. */
    public static final Set<String> OF_TENANTS = Set.of("organizations", "workspaces");

    /** The key of that row, in each of its columns. */
    public static final String DEFAULT_TENANT = "default";

    /**
     * The end of the name of a column that keeps the exact text of a JSON document beside it, where PostgreSQL's own
     * form cannot (order, repeated names, escapes it refuses). Both together are one column here.
     */
    public static final String EXACT = "_exact";

    public Manifest {
        key = List.copyOf(key);
        json = Set.copyOf(json);
    }

    /**
     * Holds the live tables against the lists.
     *
     * @param excluded tables that somebody decided to leave behind, by name
     * @return the tables to move, those referred to first
     * @throws BulkException naming every table that is in no list
     */
    public static List<Manifest> moved(Collection<String> live, Set<String> excluded) {
        Set<String> unknown = new TreeSet<>(live);
        MOVED.forEach(table -> unknown.remove(table.name()));
        unknown.removeAll(STAYING);
        unknown.removeAll(excluded);
        if (!unknown.isEmpty()) {
            throw new BulkException(
                    BulkException.Reason.SCHEMA,
                    "tables this program does not know would be left behind: " + String.join(", ", unknown)
                            + "; update the program if they are its own. If they are not, ongoingai db copy and ongoingai"
                            + " db verify leave them out with --exclude " + String.join(",", unknown)
                            + ", and a backup is taken of a database copied so, or after they have moved to another one");
        }
        return MOVED.stream()
                .filter(table -> live.contains(table.name()) && !excluded.contains(table.name()))
                .toList();
    }

    /**
     * Tables in an order in which everything referred to comes first.
     *
     * @throws BulkException when they refer to each other in a circle
     */
    public static List<TableShape> ordered(List<TableShape> tables) {
        Map<String, TableShape> waiting = tables.stream()
                .collect(Collectors.toMap(
                        TableShape::name, Function.identity(), (a, b) -> a, java.util.LinkedHashMap::new));
        List<TableShape> ordered = new ArrayList<>();
        while (!waiting.isEmpty()) {
            TableShape next = waiting.values().stream()
                    .filter(table -> table.references().stream()
                            .noneMatch(reference -> waiting.containsKey(reference.table())
                                    && !reference.table().equals(table.name())))
                    .findFirst()
                    .orElseThrow(() -> new BulkException(
                            BulkException.Reason.SCHEMA,
                            "tables refer to each other in a circle: " + String.join(", ", waiting.keySet())));
            ordered.add(next);
            waiting.remove(next.name());
        }
        return ordered;
    }
}
