package ai.ongoing.gateway.bench;

import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.storage.SchemaAccess;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import ai.ongoing.gateway.testkit.TestStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A file full of calls of a kilobyte, as the gateway records them. */
final class HouseToMove implements AutoCloseable {

    /** Ids ascend with time; nine calls a second. */
    private static final String FILL = """
            WITH RECURSIVE n(i) AS (SELECT $FROM UNION ALL SELECT i + 1 FROM n WHERE i < $TO)
            INSERT INTO traces (id, trace_group_id, timestamp, created_at, provider, model, request_method, request_path,
                request_headers, request_body, response_status, response_headers, response_body, input_tokens,
                output_tokens, total_tokens, latency_ms, api_key_hash, estimated_cost_usd, cost_nano_usd, metadata,
                correlation_id, lineage_thread_id, completion, usage_source)
            SELECT printf('%012x', 1764000000000 + i) || lower(hex(randomblob(10))), '',
                strftime('%Y-%m-%d %H:%M:%S', 1764000000 + i / 9, 'unixepoch') || '.' || (i % 9 + 1) || ' +0000 UTC',
                strftime('%Y-%m-%d %H:%M:%S', 1764000000 + i / 9, 'unixepoch') || '.' || (i % 9 + 1) || ' +0000 UTC',
                'openai', 'gpt-4o', 'POST', '/openai/v1/chat/completions', '{"Content-Type":["application/json"]}',
                '{"model":"gpt-4o","messages":"' || hex(randomblob(160)) || '"}', 200,
                '{"Content-Type":["application/json"]}', '{"id":"x","content":"' || hex(randomblob(200)) || '"}',
                i % 4000, i % 900, i % 4900, i % 3000, lower(hex(randomblob(32))), i * 0.000001, i * 1000,
                '{"streaming":false,"lineage_immutable":true}', 'corr-' || i, 'thread-' || (i / 20), 'complete', 'provider'
            FROM n""";

    private final SqliteDatabase database = SqliteDatabase.create();
    private int rows;

    HouseToMove() {
        SchemaAccess.of(TestStore.sqlite(file()), MigrationObserver.SILENT).up();
    }

    Path file() {
        return database.file();
    }

    int rows() {
        return rows;
    }

    /** Adds calls that are younger than all that are there. */
    void add(int count) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    FILL.replace("$FROM", Integer.toString(rows + 1)).replace("$TO", Integer.toString(rows + count)));
        }
        rows += count;
    }

    @Override
    public void close() {
        database.close();
    }
}
