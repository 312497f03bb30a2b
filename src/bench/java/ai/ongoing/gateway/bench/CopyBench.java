package ai.ongoing.gateway.bench;

import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.transfer.copy.BadText;
import ai.ongoing.gateway.transfer.copy.CopyObserver;
import ai.ongoing.gateway.transfer.copy.CopyReport;
import ai.ongoing.gateway.transfer.copy.CopyRequest;
import ai.ongoing.gateway.transfer.copy.DatabaseCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Times copies against the server's own COPY of the same rows into the same tables, in one run. */
final class CopyBench {

    /** A call of a kilobyte, as the gateway records it; ids ascend with time. */
    private static final String FILL = """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $ROWS)
            INSERT INTO traces (id, trace_group_id, timestamp, created_at, provider, model, request_method, request_path,
                request_headers, request_body, response_status, response_headers, response_body, input_tokens,
                output_tokens, total_tokens, latency_ms, api_key_hash, estimated_cost_usd, cost_nano_usd, metadata,
                correlation_id, lineage_thread_id, completion, usage_source)
            SELECT printf('%012x', 1764000000000 + i) || lower(hex(randomblob(10))), '',
                '2026-11-20 20:51:' || printf('%02d', i % 60) || '.' || (i % 9 + 1) || ' +0000 UTC',
                '2026-11-20 20:52:' || printf('%02d', i % 60) || '.' || (i % 9 + 1) || ' +0000 UTC',
                'openai', 'gpt-4o', 'POST', '/openai/v1/chat/completions', '{"Content-Type":["application/json"]}',
                '{"model":"gpt-4o","messages":"' || hex(randomblob(160)) || '"}', 200,
                '{"Content-Type":["application/json"]}', '{"id":"x","content":"' || hex(randomblob(200)) || '"}',
                i % 4000, i % 900, i % 4900, i % 3000, lower(hex(randomblob(32))), i * 0.000001, i * 1000,
                '{"streaming":false,"lineage_immutable":true}', 'corr-' || i, 'thread-' || (i / 20), 'complete', 'provider'
            FROM n""";

    private static final String COLUMNS =
            "SELECT string_agg(quote_ident(attname), ',' ORDER BY attnum) FROM pg_attribute"
                    + " WHERE attrelid = 'traces'::regclass AND attnum > 0 AND NOT attisdropped";

    private final int rows;
    private final SqliteDatabase source = SqliteDatabase.create();

    private CopyBench(int rows) {
        this.rows = rows;
    }

    public static void main(String[] args) throws Exception {
        CopyBench bench = new CopyBench(args.length > 0 ? Integer.parseInt(args[0]) : 200_000);
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 2;
        bench.fill();
        for (int round = 0; round < rounds; round++) {
            bench.round();
        }
        bench.source.close();
        System.exit(0);
    }

    private void fill() throws SQLException {
        file(source).schema(MigrationObserver.SILENT).up();
        try (Connection connection = source.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(FILL.replace("$ROWS", Integer.toString(rows)));
        }
    }

    private void round() throws Exception {
        try (PostgresDatabase target = PostgresDatabase.create();
                PostgresDatabase raw = PostgresDatabase.create();
                SqliteDatabase back = SqliteDatabase.create()) {
            Duration there = copy(file(source), server(target));
            Duration psql = psql(target, raw);
            Duration home = copy(server(target), file(back));
            System.out.printf(
                    Locale.ROOT,
                    "to the server %,d rows/s verified, psql COPY %,d rows/s, ratio %.2f; back to a file %,d rows/s verified%n",
                    rate(there),
                    rate(psql),
                    (double) psql.toNanos() / there.toNanos(),
                    rate(home));
        }
    }

    private long rate(Duration took) {
        return rows * 1_000L / Math.max(1, took.toMillis());
    }

    private static Endpoint file(SqliteDatabase database) {
        StorageSettings settings = TestStore.sqlite(database.file());
        return new Endpoint("--end", settings);
    }

    private static Endpoint server(PostgresDatabase database) {
        Endpoint end = new Endpoint("--end", TestStore.postgres(database.dsn()));
        end.schema(MigrationObserver.SILENT).up();
        return end;
    }

    private static Duration copy(Endpoint from, Endpoint to) {
        to.schema(MigrationObserver.SILENT).up();
        CopyRequest request =
                new CopyRequest(from, to, false, false, CopyRequest.CHUNK_ROWS, BadText.FAIL, () -> false);
        long[] began = {System.nanoTime()};
        StringBuilder phases = new StringBuilder();
        CopyObserver observer = new CopyObserver() {
            @Override
            public void verifying(String name) {
                if (name.equals("traces")) {
                    phases.append((System.nanoTime() - began[0]) / 1_000_000).append(" ms until verifying; ");
                }
            }
        };
        CopyReport report = new DatabaseCopy(request, observer).run(1, 1);
        Duration took = Duration.ofNanos(System.nanoTime() - began[0]);
        if (!report.verified()) {
            throw new IllegalStateException(report.text());
        }
        System.out.println(phases + "" + took.toMillis() + " ms in all, "
                + (Runtime.getRuntime().totalMemory() >> 20) + " MB of heap");
        return took;
    }

    /** The rows that arrived, sent once more by the server's own program into tables of the same shape. */
    private static Duration psql(PostgresDatabase from, PostgresDatabase to) throws Exception {
        server(to);
        Path rows = Files.createTempFile("copy-bench", ".copy");
        try (Connection connection = to.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE traces NO FORCE ROW LEVEL SECURITY");
            try (var names = statement.executeQuery(COLUMNS)) {
                names.next();
                String columns = names.getString(1);
                run(
                        from,
                        "SET ongoingai.scope = 'operator'",
                        "\\copy (SELECT " + columns + " FROM traces ORDER BY id) TO '" + rows + "'");
                long began = System.nanoTime();
                run(to, "\\copy traces (" + columns + ") FROM '" + rows + "'");
                return Duration.ofNanos(System.nanoTime() - began);
            }
        } finally {
            Files.delete(rows);
        }
    }

    private static void run(PostgresDatabase database, String... commands) throws IOException, InterruptedException {
        ProcessBuilder psql = new ProcessBuilder(
                new java.util.ArrayList<>(List.of("psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", "-d", database.dsn())));
        for (String command : commands) {
            psql.command().addAll(List.of("-c", command));
        }
        Process process = psql.inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("psql ended with " + process.exitValue());
        }
    }
}
