package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;

@RunsOn(StorageDriver.POSTGRES)
final class PostgresCopyInterruptTest extends CopyInterruptContract {

    private final TypedServer server = new TypedServer(PostgresDatabase.create());

    @Override
    TypedStore store() {
        return server;
    }

    @Override
    String source() {
        return "env:ONGOINGAI_STORAGE_DSN";
    }

    @Override
    void fill() throws Exception {
        server.execute("""
                BEGIN;
                SET LOCAL ongoingai.scope = 'operator';
                INSERT INTO traces (id, timestamp, provider, model, request_method, request_path, request_body)
                SELECT lpad(i::text, 8, '0'), '2026-01-01T00:00:00Z', 'openai', 'm', 'POST', '/v1', repeat(md5(i::text), 19)
                FROM generate_series(1, %d) AS n(i);
                COMMIT""".formatted(CALLS));
    }
}
