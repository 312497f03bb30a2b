package ai.ongoing.gateway.bench.store;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.TestStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/**
 * Millions of stored calls, made by one statement: a call a second, 200 tenants, 500 keys, eight models of two providers,
 * and among them values that few calls have. Every value follows from the call's number.
 */
public final class ManyCalls {

    /** When the first call finished. */
    public static final Instant BEGIN = Instant.ofEpochSecond(1_700_000_000);

    /** The provider of one call in 50,000. */
    public static final String RARE_PROVIDER = "gemini";

    /** The model of one call in 100,000. */
    public static final String RARE_MODEL = "o1-preview";

    /** A model of the oldest tenth of all calls, which one in eight of them has; nobody asks for it any more. */
    public static final String OLD_MODEL = "model-old";

    /** A key of the oldest tenth of all calls, which one in fifty of them came with; it is in use no more. */
    public static final String OLD_KEY = "key-old";

    /** More tokens than any call has but one in 100,000. */
    public static final long MANY_TOKENS = 1_000_000;

    private static final String INSERT = """
            INSERT INTO traces (id, org_id, workspace_id, timestamp, created_at, provider, model, request_method,
                request_path, request_headers, response_status, response_headers, input_tokens, output_tokens, total_tokens,
                latency_ms, api_key_hash, estimated_cost_usd, cost_nano_usd, usage_source, usage_kind, completion, correlation_id,
                trace_group_id, lineage_thread_id, lineage_run_id, metadata)
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $COUNT),
                c(i, h) AS (SELECT i, (CAST(i AS BIGINT) * 7919 + 13) % 1000003 FROM n)
            SELECT $ID, 'org-' || (h % 200), 'main', $TIME, $TIME,
                CASE WHEN i % 50000 = 49 THEN 'gemini' WHEN h % 5 = 0 THEN 'anthropic' ELSE 'openai' END,
                CASE WHEN i % 100000 = 99 THEN 'o1-preview' WHEN h % 8 = 7 AND i < $COUNT / 10 THEN 'model-old' ELSE 'model-' || (h % 8) END,
                'POST', '/openai/v1/chat/completions', '{"Content-Type":["application/json"]}',
                CASE WHEN i % 1000000 = 9 THEN 418 WHEN h % 50 = 1 THEN 429 WHEN h % 500 = 2 THEN 500 ELSE 200 END,
                '{"Content-Type":["application/json"]}', 10, 20,
                CASE WHEN i % 100000 = 5 THEN 1000000 ELSE h % 4000 END,
                h % 3000, CASE WHEN h % 50 = 5 AND i < $COUNT / 10 THEN 'key-old' ELSE 'key-' || (h % 500) END, 0.0001, 100000, 'provider', 'billed', 'complete', 'corr-' || i,
                CASE WHEN i % 1000 = 3 THEN 'group-' || (i / 100000) ELSE $NONE END,
                CASE WHEN i % 100 = 7 THEN 'thread-' || (i / 10000) END, CASE WHEN i % 100 = 7 THEN 'run-' || (i / 1000) END,
                '{"streaming":false}'
            FROM c""";

    private ManyCalls() {}

    /** Fills an empty store; a PostgreSQL then knows its rows as its autovacuum leaves them, a SQLite file as it ever does. */
    public static void fill(TestStore store, StorageDriver driver, int count) throws SQLException {
        store.execute(
                switch (driver) {
                    case SQLITE ->
                        insert(
                                count,
                                "printf('%032x', i)",
                                "strftime('%Y-%m-%d %H:%M:%S', 1700000000 + i, 'unixepoch') || ' +0000 UTC'",
                                "''");
                    case POSTGRES ->
                        "SET LOCAL statement_timeout = 0; "
                                + "INSERT INTO organizations (id) SELECT 'org-' || n FROM generate_series(0, 199) n; "
                                + "INSERT INTO workspaces (org_id, id) SELECT id, 'main' FROM organizations WHERE id LIKE"
                                + " 'org-%'; "
                                + insert(count, "lpad(to_hex(i), 32, '0')", "to_timestamp(1700000000 + i)", "NULL");
                });
        if (driver == StorageDriver.POSTGRES) {
            try (Connection connection = store.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("VACUUM (ANALYZE) traces"); // refuses to run inside a transaction
            }
        }
    }

    private static String insert(int count, String id, String time, String none) {
        return INSERT.replace("$COUNT", Integer.toString(count))
                .replace("$ID", id)
                .replace("$TIME", time)
                .replace("$NONE", none);
    }

    /** The id of a call. */
    public static String id(int number) {
        return String.format(java.util.Locale.ROOT, "%032x", number);
    }
}
