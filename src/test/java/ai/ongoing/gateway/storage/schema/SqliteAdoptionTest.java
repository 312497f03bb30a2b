package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RunsOn(StorageDriver.SQLITE)
final class SqliteAdoptionTest extends AdoptionContract {

    private static final String OLD_TABLE = """
            CREATE TABLE traces (
                id TEXT PRIMARY KEY, trace_group_id TEXT, timestamp DATETIME NOT NULL, provider TEXT NOT NULL,
                model TEXT NOT NULL, request_method TEXT NOT NULL, request_path TEXT NOT NULL, request_headers TEXT,
                request_body TEXT, response_status INTEGER, response_headers TEXT, response_body TEXT,
                input_tokens INTEGER, output_tokens INTEGER, total_tokens INTEGER, latency_ms INTEGER,
                time_to_first_token_ms INTEGER, api_key_hash TEXT, estimated_cost_usd REAL, metadata TEXT,
                created_at DATETIME DEFAULT CURRENT_TIMESTAMP)""";
    private static final String OLD_ROW =
            "INSERT INTO traces (id, timestamp, provider, model, request_method, request_path, metadata, created_at)"
                    + " VALUES ('%s', '%s', 'openai', 'm', 'POST', '/', '%s', '%2$s')";

    @Override
    SchemaBackend create() {
        return SchemaBackend.sqlite();
    }

    @Override
    List<String> goStart() {
        return LegacySchema.SQLITE_START;
    }

    @Override
    boolean staysWhenUndone(String fact) {
        return fact.contains("organizations") || fact.contains("workspaces") || fact.contains("gateway_keys");
    }

    @Test
    void adoptsTheFileTheGoProgramWrote() throws IOException {
        Files.copy(
                GoFixtures.file("ongoingai-sqlite.db"),
                ((SchemaBackend.Sqlite) backend).database().file());
        List<String> before = rows(legacyColumns());
        start();
        assertSameSchemaAsFresh();
        assertThat(rows(legacyColumns())).hasSize(3).isEqualTo(before);
        assertThat(rows("SELECT lineage_thread_id || lineage_run_id || (correlation_id LIKE 'corr-%') FROM traces"))
                .containsExactly("t1r11", "t1r11", "t1r11");
    }

    private static String legacyColumns() {
        return "SELECT json_array(id, trace_group_id, org_id, workspace_id, timestamp, provider, model, request_method,"
                + " request_path, request_headers, request_body, response_status, response_headers, response_body,"
                + " input_tokens, output_tokens, total_tokens, latency_ms, time_to_first_token_ms,"
                + " time_to_first_token_us, api_key_hash, estimated_cost_usd, metadata, created_at, gateway_key_id)"
                + " FROM traces ORDER BY id";
    }

    @Test
    void adoptsATableOlderThanTenants() {
        backend.execute(OLD_TABLE, OLD_ROW.formatted("one", "2025-01-02T03:04:05Z", "{}"));
        start();
        assertSameSchemaAsFresh();
        assertThat(rows("SELECT org_id || '/' || workspace_id FROM traces")).containsExactly("default/default");
    }

    @Test
    void adoptsATableThatHasTheKeysColumnButNotItsHistoryRow() {
        backend.execute(OLD_TABLE, "ALTER TABLE traces ADD COLUMN gateway_key_id TEXT");
        execute(LegacySchema.history(backend.dialect(), 1));
        start();
        assertSameSchemaAsFresh();
    }

    @Test
    void leavesMetadataThatIsNotJsonAlone() {
        backend.execute(
                OLD_TABLE,
                OLD_ROW.formatted("bad", "2025-01-02T03:04:05Z", "{\"correlation_id\": broken"),
                OLD_ROW.formatted("empty", "2025-01-02T03:04:05Z", ""),
                OLD_ROW.formatted("list", "2025-01-02T03:04:05Z", "[\"correlation_id\"]"),
                OLD_ROW.formatted(
                        "good", "2025-01-02T03:04:05Z", "{\"correlation_id\": \"c\", \"gateway_key_id\": \"k\"}"));
        start();
        assertThat(rows("SELECT id || '=' || coalesce(correlation_id, '-') || coalesce(gateway_key_id, '-')"
                        + " FROM traces ORDER BY id"))
                .containsExactly("bad=--", "empty=--", "good=ck", "list=--");
        assertThat(rows("SELECT metadata FROM traces WHERE id = 'bad'")).containsExactly("{\"correlation_id\": broken");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "2026-11-20T20:51:42Z,                            2026-11-20 20:51:42 +0000 UTC",
                "2026-11-20T20:51:42.120Z,                        2026-11-20 20:51:42.12 +0000 UTC",
                "2026-11-20T00:51:42.123456789+01:00,             2026-11-19 23:51:42.123456 +0000 UTC",
                "2026-11-20 20:51:42.5-05:30,                     2026-11-21 02:21:42.5 +0000 UTC",
                "2026-11-20 20:51:42,                             2026-11-20 20:51:42 +0000 UTC",
                "2026-11-20T20:51:42.000001,                      2026-11-20 20:51:42.000001 +0000 UTC",
                "2026-11-20 20:51:42.50 +0000 UTC,                2026-11-20 20:51:42.5 +0000 UTC",
                "2026-11-20 20:51:42.000 +0000 UTC,               2026-11-20 20:51:42 +0000 UTC",
                "2026-11-20 20:51:42.5 +0100 CET m=+0.1,          2026-11-20 19:51:42.5 +0000 UTC",
                "2026-11-20 20:51:42.123456789 +0000 UTC,         2026-11-20 20:51:42.123456789 +0000 UTC",
                "2026-02-30T25:61:00Z,                            2026-02-30T25:61:00Z",
                "not a time,                                      not a time"
            })
    void bringsEveryTimeTextIntoTheOneLayoutThatSorts(String legacy, String expected) {
        backend.execute(OLD_TABLE, OLD_ROW.formatted("one", legacy, "{}"));
        start();
        assertThat(rows("SELECT timestamp || '|' || created_at FROM traces"))
                .containsExactly(expected + "|" + expected);
    }
}
