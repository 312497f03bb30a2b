package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;

@RunsOn(StorageDriver.SQLITE)
final class SqliteCopyInterruptTest extends CopyInterruptContract {

    @Override
    TypedFile store() {
        return new TypedFile(directory);
    }

    @Override
    String source() {
        return "env:ONGOINGAI_STORAGE_PATH";
    }

    @Override
    void fill() throws Exception {
        store().execute("""
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
                INSERT INTO traces (id, timestamp, provider, model, request_method, request_path, request_body)
                SELECT printf('%%08d', i), '2026-01-01 00:00:00 +0000 UTC', 'openai', 'm', 'POST', '/v1', hex(randomblob(300))
                FROM n""".formatted(CALLS));
    }
}
