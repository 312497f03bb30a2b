package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.file.MigrationFiles;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** A database as the Go program left it, with rows, and whether a start of ours has taken it over whole. */
public final class OldDatabase {

    public static final int ROWS = 20;

    private static final String COLUMNS = "id || '|' || coalesce(trace_group_id, '') || '|' || org_id || '|' ||"
            + " workspace_id || '|' || timestamp || '|' || provider || '|' || model || '|' || request_path || '|' ||"
            + " request_body || '|' || response_status || '|' || response_body || '|' || total_tokens || '|' ||"
            + " coalesce(gateway_key_id, '') || '|' || estimated_cost_usd || '|' || metadata || '|' || created_at";

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
        for (int i = 0; i < ROWS; i++) {
            String row = LegacySchema.INSERT.formatted("row-" + i);
            statements.add(
                    backend.driver() == StorageDriver.SQLITE ? row.replace("05.5+00:00", "05.5 +0000 UTC") : row);
        }
        backend.execute(statements.toArray(String[]::new));
    }

    /** Of the rows as the Go program wrote them, whatever columns have come since. */
    public static String contentHash(SchemaBackend backend) {
        String rows = String.join("\n", backend.queryAll("SELECT " + COLUMNS + " FROM traces ORDER BY id"));
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(rows.getBytes(StandardCharsets.UTF_8)));
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
        SortedSet<String> schema = new TreeSet<>(backend.snapshot());
        schema.removeIf(fact -> AdoptionContract.SURPLUS.stream().anyMatch(fact::contains));
        assertThat(schema).as(when).isEqualTo(fresh);
        assertThat(backend.history())
                .as(when)
                .containsExactlyElementsOf(names(backend).stream().sorted().toList());
        assertThat(backend.query("SELECT name FROM schema_migration_runs"))
                .as(when)
                .isEmpty();
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
