package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.file.MigrationFiles;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A database as the Go program left it, with rows, and whether a start of ours has taken it over whole. */
public final class OldDatabase {

    public static final int ROWS = 20;

    /** Every table and column the Go program wrote, on its server; a file holds only the calls. */
    private static final Map<String, List<String>> WRITTEN = new TreeMap<>(Map.of(
            "traces",
            List.of(
                    "id",
                    "trace_group_id",
                    "org_id",
                    "workspace_id",
                    "timestamp",
                    "provider",
                    "model",
                    "request_method",
                    "request_path",
                    "request_headers",
                    "request_body",
                    "response_status",
                    "response_headers",
                    "response_body",
                    "input_tokens",
                    "output_tokens",
                    "total_tokens",
                    "latency_ms",
                    "time_to_first_token_ms",
                    "time_to_first_token_us",
                    "api_key_hash",
                    "estimated_cost_usd",
                    "metadata",
                    "created_at",
                    "gateway_key_id"),
            "organizations",
            List.of("id", "name", "created_at"),
            "workspaces",
            List.of("org_id", "id", "name", "created_at"),
            "gateway_keys",
            List.of(
                    "id",
                    "token_hash",
                    "token",
                    "org_id",
                    "workspace_id",
                    "name",
                    "description",
                    "created_by",
                    "last_used_at",
                    "role",
                    "permissions",
                    "revoked_at",
                    "created_at")));

    /** What it left empty in either way is alike to it. */
    private static final Set<String> EMPTY_IS_NULL = Set.of("trace_group_id", "gateway_key_id");

    private OldDatabase() {}

    /** Fills a fresh server database as the newest version leaves it; for tests of whole gateways. */
    public static void fill(PostgresDatabase database) {
        fill(new SchemaBackend.Postgres(database), 9);
    }

    /**
     * Fills a fresh database.
     *
     * @param history how many rows its history has; zero means that even the table is missing
     */
    public static void fill(SchemaBackend backend, int history) {
        List<String> statements = new ArrayList<>(LegacySchema.tables(backend.dialect()));
        if (history > 0) {
            statements.addAll(LegacySchema.history(backend.dialect(), history));
        }
        if (backend.driver() == StorageDriver.POSTGRES) {
            statements.addAll(LegacySchema.TENANTS);
        }
        for (int i = 0; i < ROWS; i++) {
            statements.add(row(backend, i));
        }
        backend.execute(statements.toArray(String[]::new));
    }

    /** The insert of one call in the layout of time that the backend's rows have. */
    static String row(SchemaBackend backend, int number) {
        String row = differing(LegacySchema.INSERT.formatted("row-" + number), number);
        return backend.driver() == StorageDriver.SQLITE ? row.replace("05.5+00:00", "05.5 +0000 UTC") : row;
    }

    /** No two alike, and a third of them without a body. */
    private static String differing(String row, int number) {
        return row.replace("'gpt-4o'", "'model-" + number + "'")
                .replace("'ask'", number % 3 == 0 ? "NULL" : "'ask " + number + "'")
                .replace("'answer'", "'answer " + number + "'")
                .replace("'hash'", "'hash-" + number + "'")
                .replace("1, 2, 3, 4, 0, 0", "%1$d, 2, %1$d + 2, 4 + %1$d, %1$d, %1$d000".formatted(number));
    }

    /** Of the rows as the Go program wrote them, whatever columns have come since. */
    public static String contentHash(SchemaBackend backend) {
        StringJoiner union = new StringJoiner(" UNION ALL ", "", " ORDER BY 1");
        WRITTEN.forEach((table, columns) -> {
            if (backend.driver() == StorageDriver.POSTGRES || table.equals("traces")) {
                union.add(select(table, columns));
            }
        });
        return hash(backend.queryAll(union.toString()));
    }

    /** Of the calls alone, by the columns that a table of any age has. */
    static String callsHash(SchemaBackend backend, Set<String> columns) {
        return hash(rows(
                backend,
                "traces",
                columns.stream()
                        .filter(WRITTEN.getOrDefault("traces", List.of())::contains)
                        .sorted()
                        .toList()));
    }

    /** Of every value in every table but the history's own, ours and the Go program's alike. */
    static String wholeHash(SchemaBackend backend) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = backend.connect()) {
            for (String table : new TreeSet<>(backend.dialect().tables(connection))) {
                if (!table.startsWith("schema_migration")) {
                    Set<String> columns = new TreeSet<>(backend.dialect().columns(connection, table));
                    rows.addAll(rows(backend, table, List.copyOf(columns)));
                }
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return hash(rows);
    }

    private static List<String> rows(SchemaBackend backend, String table, List<String> columns) {
        return backend.queryAll(select(table, columns) + " ORDER BY 1");
    }

    private static String select(String table, List<String> columns) {
        String row = columns.stream().map(OldDatabase::text).collect(Collectors.joining(" || '|' || "));
        return "SELECT '" + table + ": ' || " + row + " FROM " + table;
    }

    private static String text(String column) {
        return EMPTY_IS_NULL.contains(column)
                ? "coalesce(" + column + ", '')"
                : "coalesce(CAST(" + column + " AS TEXT), '<null>')";
    }

    private static String hash(List<String> rows) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(String.join("\n", rows).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The schema as a fresh start makes it. */
    public static SortedSet<String> freshSchema(SchemaBackend fresh) {
        try (fresh;
                SchemaSession session = fresh.session()) {
            session.migrate();
            session.secureTenants();
            return fresh.snapshot();
        }
    }

    /** That the schema is a fresh one's and every file has its row; indexes only the Go program makes do not count. */
    public static void assertWhole(SchemaBackend backend, SortedSet<String> fresh, String when) {
        try (Connection connection = backend.connect()) {
            SortedSet<String> schema = new TreeSet<>(backend.snapshot(connection));
            schema.removeIf(fact -> AdoptionContract.SURPLUS.stream().anyMatch(fact::contains));
            assertThat(schema).as(when).isEqualTo(fresh);
            assertThat(SchemaBackend.query(connection, SchemaBackend.HISTORY))
                    .as(when)
                    .containsExactlyElementsOf(names(backend).stream().sorted().toList());
            assertThat(SchemaBackend.query(connection, "SELECT name FROM schema_migration_runs"))
                    .as(when)
                    .isEmpty();
        } catch (SQLException e) {
            throw new AssertionError(when, e);
        }
    }

    private static List<String> names(SchemaBackend backend) {
        return MigrationFiles.embedded(
                        backend.dialect().folder(), backend.dialect().syntax())
                .files()
                .stream()
                .map(MigrationFile::name)
                .toList();
    }
}
