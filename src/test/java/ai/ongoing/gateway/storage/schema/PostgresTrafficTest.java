package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.MigrationSettings;
import ai.ongoing.gateway.testkit.RunsOn;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * No file keeps traffic from the trace table for more than a second, with two million rows in it; {@code
 * -Dmigration.rows=10000000} asks for more. Rows are read and written all the while.
 */
@Tag("long")
@Tag("measured")
@RunsOn(StorageDriver.POSTGRES)
final class PostgresTrafficTest {

    private static final long ROWS = Long.getLong("migration.rows", 2_000_000);
    private static final long MOST_MILLIS = 1_000;
    /** As the gateway's writer has it. */
    private static final String SCOPE = "SET LOCAL ongoingai.scope = 'writer'";

    @Test
    void goesOnWhileEveryFileIsApplied() throws Exception {
        try (SchemaBackend backend = SchemaBackend.postgres()) {
            fill(backend);
            AtomicBoolean over = new AtomicBoolean();
            Traffic.Current current = new Traffic.Current();
            CompletableFuture<Traffic> reads = Traffic.start(
                    backend, over, current, "BEGIN", SCOPE, "SELECT model FROM traces WHERE id = 'none'", "COMMIT");
            CompletableFuture<Traffic> writes = Traffic.start(
                    backend,
                    over,
                    current,
                    "BEGIN",
                    SCOPE,
                    "INSERT INTO traces (id, timestamp, provider, model, request_method, request_path)"
                            + " VALUES (gen_random_uuid()::text, now(), 'openai', 'm', 'POST', '/') ON CONFLICT DO NOTHING",
                    "COMMIT");
            long started = System.nanoTime();
            MigrationSettings settings = new MigrationSettings("0.1.0", Duration.ofMinutes(1), current);
            try (SchemaSession session = backend.session(settings)) {
                assertThat(session.migrate().applied()).isNotEmpty();
                session.secureTenants();
            } finally {
                over.set(true);
            }
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started);
            System.out.printf(
                    "%d rows migrated in %d s; longest wait of %s, of %s%n", ROWS, seconds, reads.get(), writes.get());
            assertThat(reads.get().longestMillis()).as("a reader's wait").isLessThanOrEqualTo(MOST_MILLIS);
            assertThat(writes.get().longestMillis()).as("a writer's wait").isLessThanOrEqualTo(MOST_MILLIS);
            assertThat(writes.get().calls()).isGreaterThan(10);
        }
    }

    /** As the Go program's newest version leaves it; indexes come after the rows, which is faster. */
    private static void fill(SchemaBackend backend) {
        List<String> tables = LegacySchema.tables(backend.dialect());
        tables.stream().filter(sql -> !late(sql)).forEach(backend::execute);
        backend.execute("""
                INSERT INTO traces (id, trace_group_id, timestamp, provider, model, request_method, request_path,
                    request_headers, request_body, response_status, response_headers, response_body, input_tokens,
                    output_tokens, total_tokens, latency_ms, api_key_hash, estimated_cost_usd, metadata, created_at)
                SELECT md5(i::text), 'g' || i / 3, now() - i * interval '1 second', 'openai', 'gpt-4o', 'POST',
                    '/openai/v1/chat/completions', '{}', 'ask', 200, '{}', 'answer', 1, 2, 3, 4, 'hash', 0.5,
                    CASE WHEN i %% 10 = 0 THEN '{"correlation_id": "c"}' ELSE '{}' END::jsonb,
                    now() - i * interval '1 second'
                FROM generate_series(1, %d) i""".formatted(ROWS));
        tables.stream().filter(PostgresTrafficTest::late).forEach(backend::execute);
        LegacySchema.history(backend.dialect(), 9).forEach(backend::execute);
    }

    private static boolean late(String sql) {
        return sql.contains(" INDEX ") && sql.contains("ON traces");
    }
}
