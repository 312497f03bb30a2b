package ai.ongoing.gateway.transfer.proof;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.storage.BulkAccess;
import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.transfer.copy.BadText;
import ai.ongoing.gateway.transfer.copy.CopyObserver;
import ai.ongoing.gateway.transfer.copy.CopyReport;
import ai.ongoing.gateway.transfer.copy.CopyRequest;
import ai.ongoing.gateway.transfer.copy.DatabaseCopy;
import ai.ongoing.gateway.transfer.part.Part;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Copies whole stores, and says what is in them. */
final class MovedHouse {

    private MovedHouse() {}

    /** Fills a migrated SQLite file with calls in every layout of time that the Go program wrote or accepted, and tenants. */
    static void fill(Connection connection, int calls) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Some keys come in no order, and a million of them do not fit into the usual 2 MB.
            statement.execute("PRAGMA cache_size = -262144");
            connection.setAutoCommit(false);
            statement.execute("CREATE TEMP TABLE numbers AS WITH RECURSIVE number(value) AS (SELECT 1 UNION ALL"
                    + " SELECT value + 1 FROM number WHERE value < " + calls + ") SELECT value FROM number");
            statement.execute(
                    "INSERT INTO organizations SELECT 'org-' || value, 'Org ' || value, 1700000000000001 + value"
                            + " FROM numbers WHERE value <= 5");
            statement.execute(
                    "INSERT INTO workspaces (id, org_id, name, created_at) SELECT 'ws', 'org-' || value, '', value"
                            + " FROM numbers WHERE value <= 5");
            statement.execute("INSERT INTO gateway_keys (id, token_hash, token, org_id, workspace_id, permissions,"
                    + " last_used_at, created_at) SELECT 'key-' || value, 'hash-' || value, 'redacted:key-' || value,"
                    + " 'org-' || (value % 5 + 1), 'ws', '[\"a\", \"b\"]', 1700000000123456, value"
                    + " FROM numbers WHERE value <= 50");
            statement.execute(
                    "INSERT INTO traces (id, trace_group_id, org_id, workspace_id, timestamp, created_at, provider,"
                            + " model, request_method, request_path, request_headers, request_body, response_status,"
                            + " response_body, input_tokens, estimated_cost_usd, metadata, cost_nano_usd)"
                            + " SELECT printf('%032x', value), CASE value % 3 WHEN 0 THEN '' WHEN 1 THEN 'g' END,"
                            + " 'org-' || (value % 5 + 1), 'ws', " + layouts("value") + ", " + layouts("value + 3")
                            + ", 'openai', 'gpt-4o', 'POST', '/v1/chat/completions', '{\"B\":[\"1\"],\"A\":[\"2\"]}',"
                            + " hex(randomblob(200)), 200, 'Grüße 你好 😀 ' || hex(randomblob(200)), value, value / 7.0,"
                            + " '{\"n\":' || value || '000000000000000000001,\"n\":1}', value * 1000000007"
                            + " FROM numbers");
            connection.commit();
        }
    }

    /** One of the layouts of a time, by number. */
    private static String layouts(String number) {
        String second = "strftime('%Y-%m-%d %H:%M:%S', 1700000000 + " + number + ", 'unixepoch')";
        return "CASE (" + number + ") % 7"
                + " WHEN 0 THEN " + second + " || ' +0000 UTC'"
                + " WHEN 1 THEN " + second + " || printf('.%06d', (" + number + ") % 1000000) || '1 +0000 UTC'"
                + " WHEN 2 THEN replace(" + second + ", ' ', 'T') || '.25Z'"
                + " WHEN 3 THEN replace(" + second + ", ' ', 'T') || '+05:30'"
                + " WHEN 4 THEN " + second + " || '.123456-08:00'"
                + " WHEN 5 THEN " + second
                + " ELSE " + second + " || '.5 +0000 UTC m=+0.01' END";
    }

    /** Puts so many random rows into each table of a migrated file, and says which. */
    static Map<String, RowBatch> fill(TestStore file, RandomRows random, int rows) throws SQLException {
        // The same columns, but with the width that a server gives to their numbers.
        Map<String, TableShape> wide = new TreeMap<>();
        BulkAccess.expected(TestStore.postgres("postgresql://nobody@localhost/none"))
                .forEach(table -> wide.put(table.name(), table));
        Map<String, RowBatch> filled = new LinkedHashMap<>();
        try (Connection connection = file.connect()) {
            for (TableShape table : tables(file.settings())) {
                RowBatch batch = random.of(wide.getOrDefault(table.name(), table), rows);
                RowInsertion.intoFile(connection, table, batch);
                filled.put(table.name(), batch);
            }
        }
        return filled;
    }

    private static List<TableShape> tables(StorageSettings store) {
        try (BulkSource source = BulkAccess.source(store, Set.of())) {
            return source.tables();
        }
    }

    static CopyRequest request(StorageSettings from, StorageSettings to) {
        return new CopyRequest(
                new Endpoint("--from", from), new Endpoint("--to", to), true, false, 2_000, BadText.FAIL, () -> false);
    }

    /** Copies everything, and expects that all of it arrived. */
    static CopyReport copy(StorageSettings from, StorageSettings to) {
        CopyReport report = new DatabaseCopy(request(from, to), CopyObserver.SILENT).run(3, 20);
        assertThat(report.verified()).as(report.text()).isTrue();
        return report;
    }

    /** The same past a table that is not the program's. */
    static CopyReport copyExcluding(StorageSettings from, StorageSettings to, String table) {
        CopyRequest request = request(from, to).of(new Part(Set.of(), Set.of(table), null, true));
        return new DatabaseCopy(request, CopyObserver.SILENT).run(3, 20);
    }

    /** What a copy found in its target when it read everything back, by table. */
    static Map<String, TableHash> arrived(CopyReport report) {
        Map<String, TableHash> arrived = new TreeMap<>();
        report.tables().forEach(table -> arrived.put(table.name(), table.target()));
        return arrived;
    }

    /** Counts and hashes by table. */
    static Map<String, TableHash> contents(StorageSettings store) {
        Map<String, TableHash> contents = new TreeMap<>();
        try (BulkSource source = BulkAccess.source(store, Set.of())) {
            source.tables()
                    .forEach(table -> contents.put(
                            table.name(), ChunkHashes.of(source, table).table()));
        }
        return contents;
    }
}
