package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.Expectation;
import ai.ongoing.gateway.migration.MigrationSettings;
import ai.ongoing.gateway.testkit.RunsOn;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * While files are applied to rows of the Go program, readers go on, writers wait for the file under way and no longer,
 * and whoever migrates was told how long it may take; {@code -Dmigration.rows=1000000} asks for more rows.
 */
@Tag("long")
@Tag("measured")
@RunsOn(StorageDriver.SQLITE)
final class SqliteTrafficTest {

    private static final long ROWS = Long.getLong("migration.rows", 100_000);
    /** Longer than any file takes. */
    private static final String PATIENT = "PRAGMA busy_timeout = 600000";

    @Test
    void readersGoOnAndWritersWaitWhileEveryFileIsApplied() throws Exception {
        try (SchemaBackend backend = SchemaBackend.sqlite()) {
            fill(backend);
            AtomicBoolean over = new AtomicBoolean();
            Traffic.Current current = new Traffic.Current();
            CompletableFuture<Traffic> reads =
                    Traffic.start(backend, over, current, "SELECT model FROM traces WHERE id = 'none'");
            CompletableFuture<Traffic> writes = Traffic.start(
                    backend,
                    over,
                    current,
                    PATIENT,
                    "INSERT INTO traces (id, timestamp, provider, model, request_method, request_path)"
                            + " VALUES (hex(randomblob(16)), '2026-01-01 00:00:00 +0000 UTC', 'openai', 'm', 'POST', '/')");
            long started = System.nanoTime();
            MigrationSettings settings =
                    new MigrationSettings("0.1.0", Duration.ofMinutes(10), current).withoutBackup();
            try (SchemaSession session = backend.session(settings)) {
                assertThat(session.migrate().applied()).isNotEmpty();
            } finally {
                over.set(true);
            }
            Expectation expected = current.expectation();
            System.out.printf(
                    "%d rows; %s; it took %.1f s; longest wait of %s, of %s%n",
                    ROWS,
                    expected,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started) / 1e3,
                    reads.get(),
                    writes.get());
            assertThat(expected.noticeable()).isTrue();
            assertThat(reads.get().calls()).as("reads meanwhile").isGreaterThan(10);
            assertThat(writes.get().calls()).as("writes meanwhile").isPositive();
        }
    }

    /** As the Go program's newest version leaves it, with the times that its older ones wrote. */
    private static void fill(SchemaBackend backend) {
        backend.execute("PRAGMA journal_mode = WAL");
        LegacySchema.tables(backend.dialect()).forEach(backend::execute);
        LegacySchema.history(backend.dialect(), 9).forEach(backend::execute);
        backend.execute("""
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
                INSERT INTO traces (id, trace_group_id, timestamp, provider, model, request_method, request_path,
                    request_headers, request_body, response_status, response_headers, response_body, input_tokens,
                    output_tokens, total_tokens, latency_ms, api_key_hash, estimated_cost_usd, metadata, created_at)
                SELECT lower(hex(randomblob(16))), 'g' || i / 3, strftime('%%Y-%%m-%%dT%%H:%%M:%%SZ', 1700000000 + i, 'unixepoch'),
                    'openai', 'gpt-4o', 'POST', '/openai/v1/chat/completions', '{}', hex(zeroblob(250)), 200, '{}',
                    hex(zeroblob(250)), 1, 2, 3, 4, 'hash', 0.5,
                    CASE WHEN i %% 10 = 0 THEN '{"correlation_id": "c"}' ELSE '{}' END,
                    strftime('%%Y-%%m-%%dT%%H:%%M:%%SZ', 1700000000 + i, 'unixepoch')
                FROM n""".formatted(ROWS));
    }
}
