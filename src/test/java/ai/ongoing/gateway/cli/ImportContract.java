package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.storage.BulkAccess;
import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.storage.EndpointForms;
import ai.ongoing.gateway.storage.GatewayDatabase;
import ai.ongoing.gateway.storage.bulk.read.ForeignTables;
import ai.ongoing.gateway.storage.schema.SchemaSession;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code db import} makes of other gateways' databases, read from and written to either kind of database. */
abstract class ImportContract {

    @TempDir
    Path directory;

    private Typist typist;

    @BeforeEach
    void sitDown() {
        typist = new Typist(directory);
    }

    /** The other gateway's database as a flag names it. */
    abstract String source();

    abstract String target();

    /** A connection to the other gateway's database. */
    abstract Connection foreign() throws SQLException;

    /** A connection that sees every row of the target. */
    abstract Connection store() throws SQLException;

    /** Where a snapshot needs that: has the source keep what is written in a log of its own. */
    abstract void keepALog(Connection foreign) throws SQLException;

    /** How the source's program says yes or no, and a moment. */
    abstract String truth();

    abstract String time();

    private int run(String... arguments) {
        return typist.type(Map.of(), List.of(arguments));
    }

    int bring() {
        return run("db", "import", "--from", source(), "--to", target());
    }

    private String out() {
        return typist.out();
    }

    String err() {
        return typist.err();
    }

    /** The rows of an answer, a line each. */
    private List<String> rows(String sql) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = store();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    values.add(row.getString(i));
                }
                lines.add(String.join("|", values.stream().map(String::valueOf).toList()));
            }
        }
        return lines;
    }

    private void oceansLlm() throws SQLException {
        try (Connection connection = foreign()) {
            ForeignStores.oceansLlm(connection);
        }
    }

    private void llmProxy() throws SQLException {
        try (Connection connection = foreign()) {
            ForeignStores.llmProxy(connection, truth(), time());
        }
    }

    @Test
    void callsOfOceansLlmComeWithTokensCostAndBodies() throws Exception {
        oceansLlm();
        assertThat(bring()).as(out() + err()).isZero();
        assertThat(out())
                .contains(
                        "calls: 6 there, 6 here\n",
                        "cost: $0.1157 there, $0.1157 here\n",
                        "audit_logs: 2 rows have no place here and stay there\n")
                .endsWith("verified\n");
        assertThat(rows("SELECT id, workspace_id, provider, model, response_model, response_status, latency_ms,"
                        + " stated_input_tokens, output_tokens, total_tokens, input_uncached_tokens,"
                        + " cache_read_tokens, cache_write_5m_tokens, cost_nano_usd, price_id, gateway_key_id,"
                        + " correlation_id, request_body, response_body FROM traces WHERE cost_nano_usd = 12500000"))
                .containsExactly(
                        "0190a1b2000070008000000000000001|search|openai-prod|fast|gpt-4o-2026|200|812|120|30|150"
                                + "|100|15|5|12500000|oceans-llm:openai/gpt-4o|k1|r1|{\"model\": \"fast\"}"
                                + "|{\"id\": \"chatcmpl-1\"}");
        assertThat(rows("SELECT correlation_id, cost_nano_usd, price_id, usage_source, error_type, completion"
                        + " FROM traces ORDER BY correlation_id, cost_nano_usd"))
                .contains(
                        "purged|100000000|oceans-llm:legacy_estimated|provider|null|complete",
                        "r1|700000|oceans-llm:openai/gpt-4o|provider|null|complete",
                        "r1|2500000|oceans-llm:openai/gpt-4o|provider|null|complete",
                        "r2|null|null|provider|upstream_timeout|upstream_error");
        assertThat(rows("SELECT gateway_key_id, workspace_id, latency_ms, cost_nano_usd FROM traces"
                        + " WHERE correlation_id = 'r1' ORDER BY latency_ms"))
                .as("every entry beside a log of its own key, and the second one alone")
                .containsExactly(
                        "k1|search|0|2500000",
                        "k2|team default|700|700000",
                        "k1|search|800|null",
                        "k1|search|812|12500000");
        assertThat(rows("SELECT metadata FROM traces WHERE request_body <> ''").getFirst())
                .contains("imported_from", "oceans-llm", "crawler", "12345678901234567890", "gpt-4o");
    }

    @Test
    void teamsAreWorkspacesAndTheirKeysComeRevoked() throws Exception {
        oceansLlm();
        assertThat(bring()).as(out() + err()).isZero();
        assertThat(rows("SELECT org_id, name FROM workspaces WHERE id = 'search'"))
                .containsExactly("default|Search Team");
        assertThat(rows("SELECT id, workspace_id, name, token_hash, token, description, revoked_at IS NULL FROM"
                        + " gateway_keys ORDER BY id"))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("k1|search|search in production|oceans-llm:pub1|redacted:k1|from oceans-llm, whose hash")
                .matches(".*\\|(0|f)");
        assertThat(rows("SELECT count(*) FROM gateway_keys WHERE revoked_at IS NULL"))
                .as("neither one that was used nor one that never was")
                .containsExactly("0");
    }

    @Test
    void tokensOfLlmProxyGoOnUnlessTheyWouldOpenMoreThanBefore() throws Exception {
        llmProxy();
        assertThat(bring()).as(out() + err()).isZero();
        assertThat(out())
                .contains(
                        "calls: 0 there, 0 here\n",
                        "keys: 8 there, 8 here\n",
                        "audit_events: 1 rows have no place here and stay there\n")
                .doesNotContain("secret");
        assertThat(rows("SELECT id, token_hash, workspace_id, description FROM gateway_keys WHERE revoked_at IS NULL"
                        + " ORDER BY id"))
                .containsExactly(
                        "k-hashed|" + "ab".repeat(32) + "|p1|from llm-proxy",
                        // printf %s sk-plain | sha256sum
                        "k-plain|" + PLAIN + "|p1|from llm-proxy");
        assertThat(rows("SELECT id, description FROM gateway_keys WHERE revoked_at IS NOT NULL ORDER BY id"))
                .containsExactly(
                        "k-bcrypt|from llm-proxy",
                        "k-closed|from llm-proxy",
                        "k-gone|from llm-proxy",
                        "k-limited|from llm-proxy; was good for 100 requests; was good until 2030-01-01T00:00:00Z",
                        "k-off|from llm-proxy",
                        "k-unsaid|from llm-proxy");
        assertThat(rows("SELECT token_hash FROM gateway_keys WHERE id = 'k-bcrypt'"))
                .containsExactly("llm-proxy:k-bcrypt");
        assertThat(rows("SELECT org_id, id, name FROM workspaces ORDER BY id"))
                .containsExactly("default|default|Default Workspace", "default|p1|Shop", "default|p2|Closed");
    }

    private static final String PLAIN = "433e1caaaa5f94cf8c399397e560278d1abdd16fd0393a3706e3aad5d2041c26";

    @Test
    void endedWellItIsNotBegunAgainAndItsReportIsKept() throws Exception {
        oceansLlm();
        assertThat(bring()).as(out() + err()).isZero();
        assertThat(bring()).isEqualTo(10);
        assertThat(err())
                .contains("is not empty", "This import has ended well before; its report: ongoingai db report");
        assertThat(rows("SELECT state FROM copy_jobs")).containsExactly("verified");
        assertThat(run("db", "report", "--of", target())).as(err()).isZero();
        assertThat(out()).contains("from oceans-llm at ", "calls: 6 there, 6 here\n");
    }

    @Test
    void killedItIsBegunAnewWhateverTheOtherGatewayDidMeanwhile() throws Exception {
        oceansLlm();
        assertThat(bring()).isZero();
        change(store(), "DELETE FROM traces WHERE correlation_id = 'r1'");
        change(store(), "UPDATE copy_jobs SET state = 'running', report_text = NULL, report_json = NULL");
        change(foreign(), "UPDATE api_keys SET last_used_at = last_used_at + 60, name = 'renamed'");
        change(foreign(), "DELETE FROM request_logs WHERE request_id = 'r1' AND api_key_id = 'k1'");
        assertThat(bring()).as(out() + err()).isZero();
        assertThat(out()).contains("calls: 5 there, 5 here\n", "cost: $0.1157 there, $0.1157 here\n");
        assertThat(rows("SELECT state FROM copy_jobs")).containsExactly("verified");
        assertThat(rows("SELECT count(*) FROM gateway_keys WHERE name = 'renamed'"))
                .containsExactly("2");
    }

    @Test
    void anEntryWithoutAPriceCostsNothingAndWhatDifferedIsBegunAnew() throws Exception {
        oceansLlm();
        // A cost that means nothing by its state: the ledger's sum leaves it out, and so must ours.
        change(foreign(), "UPDATE usage_cost_events SET computed_cost_10000 = 5 WHERE usage_event_id = 'e4'");
        assertThat(bring()).as(out() + err()).isZero();
        change(store(), "UPDATE copy_jobs SET state = 'different'");
        assertThat(bring()).as("begun anew").isZero();
        assertThat(rows("SELECT count(*) FROM traces")).containsExactly("6");
    }

    @Test
    void callsOfAGatewayThatServesThereAreNotRemovedWhenItIsBegunAnew() throws Exception {
        oceansLlm();
        assertThat(bring()).isZero();
        change(store(), "UPDATE copy_jobs SET state = 'different'");
        change(store(), "UPDATE traces SET metadata = '{\"streaming\": true}' WHERE correlation_id = 'r2'");
        assertThat(bring()).isEqualTo(10);
        assertThat(err()).contains("holds rows that this import did not bring ({traces=1})", "Nothing was removed");
        assertThat(rows("SELECT count(*) FROM traces")).containsExactly("6");
        change(store(), "UPDATE traces SET metadata = '{\"imported_from\": \"oceans-llm\"}'");
        change(
                store(),
                "INSERT INTO gateway_keys (id, token_hash, token, org_id, workspace_id, created_at) SELECT 'mine', 'h', 't',"
                        + " org_id, workspace_id, created_at FROM gateway_keys WHERE id = 'k1'");
        assertThat(bring()).isEqualTo(10);
        assertThat(err()).contains("({gateway_keys=1})");
        assertThat(rows("SELECT count(*) FROM gateway_keys")).containsExactly("3");
    }

    @Test
    void changesNoTableOfADatabaseThatIsInUse() throws Exception {
        oceansLlm();
        change(store(), "CREATE TABLE other (id INTEGER)");
        assertThat(bring()).isEqualTo(10);
        assertThat(err()).contains("is not empty (other) and is left as it is");
        assertThatThrownBy(() -> rows("SELECT count(*) FROM traces")).isInstanceOf(SQLException.class);
    }

    @Test
    void leavesAnOlderStoreAsItIs() throws Exception {
        oceansLlm();
        end("--to", target()).schema(MigrationObserver.SILENT).upTo(154);
        assertThat(bring()).isEqualTo(3);
        assertThat(end("--to", target())
                        .schema(MigrationObserver.SILENT)
                        .status()
                        .version())
                .isEqualTo(154);
    }

    @Test
    void readsOneSnapshotWhateverIsWrittenMeanwhile() throws Exception {
        try (Connection connection = foreign()) {
            keepALog(connection);
            ForeignStores.oceansLlm(connection);
            try (ForeignTables tables = BulkAccess.foreign(end("--from", source()))) {
                assertThat(tables.count("teams")).isEqualTo(2);
                change(foreign(), "DELETE FROM teams");
                assertThat(tables.count("teams")).isEqualTo(2);
                assertThat(tables.isOneSnapshot()).isTrue();
            }
        }
    }

    @Test
    void noGatewayStartsOnOneThatHasNotEnded() throws Exception {
        oceansLlm();
        assertThat(bring()).isZero();
        change(store(), "UPDATE copy_jobs SET state = 'running'");
        try (GatewayDatabase gateway = new GatewayDatabase()) {
            gateway.open(end("--to", target()).settings());
            try (SchemaSession schema = gateway.schema()) {
                assertThatThrownBy(schema::migrate)
                        .isInstanceOf(MigrationException.class)
                        .hasMessageContaining("from oceans-llm at ")
                        .hasMessageContaining("is not finished (running)");
            }
        }
    }

    @Test
    void whatWouldBeOneThingHereIsNamed() throws Exception {
        oceansLlm();
        change(foreign(), "INSERT INTO teams VALUES ('t3', 'team default', 'Another', 'active', 1, 1)");
        assertThat(bring()).isEqualTo(9);
        assertThat(err()).contains("has two things that would be one here, workspace team default");
    }

    @Test
    void aCostBelowNothingIsNamed() throws Exception {
        oceansLlm();
        change(foreign(), "UPDATE usage_cost_events SET computed_cost_10000 = -1 WHERE usage_event_id = 'e1'");
        assertThat(bring()).isEqualTo(12);
        assertThat(err()).contains("ledger_cost holds \"-1\", which is less than nothing");
    }

    Endpoint end(String flag, String text) {
        return new EndpointForms(directory, Map.of(), file -> {
                    throw new AssertionError(file);
                })
                .parse(flag, text);
    }

    @Test
    void refusesAStoreThatHoldsSomethingAndADatabaseOfNobodyKnown() throws Exception {
        oceansLlm();
        assertThat(bring()).isZero();
        change(store(), "UPDATE copy_jobs SET source = 'somebody else'");
        assertThat(bring()).isEqualTo(10);
        assertThat(err()).contains("is not empty", "Name a database that does not exist yet or is empty.");
        change(foreign(), "DROP TABLE usage_cost_events");
        assertThat(bring()).isEqualTo(2);
        assertThat(err())
                .contains(
                        "is no database of a gateway that is known",
                        "oceans-llm has the tables api_keys, ",
                        "llm-proxy has the tables audit_events, projects, tokens");
    }

    @Test
    void aNumberThatIsNoneIsNamed() throws Exception {
        oceansLlm();
        change(foreign(), "ALTER TABLE request_logs RENAME COLUMN latency_ms TO was");
        change(foreign(), "ALTER TABLE request_logs ADD COLUMN latency_ms TEXT");
        change(foreign(), "UPDATE request_logs SET latency_ms = 'long'");
        assertThat(bring()).isEqualTo(12);
        assertThat(err()).contains("latency_ms holds \"long\", which is no whole number");
    }

    private static void change(Connection to, String sql) throws SQLException {
        try (to;
                Statement statement = to.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aTimeThatIsNoneIsNamedAndTheStoreIsNotReady() throws Exception {
        oceansLlm();
        change(foreign(), "ALTER TABLE request_logs RENAME COLUMN occurred_at TO was");
        change(foreign(), "ALTER TABLE request_logs ADD COLUMN occurred_at TEXT");
        change(foreign(), "UPDATE request_logs SET occurred_at = 'yesterday'");
        assertThat(bring()).isEqualTo(12);
        assertThat(err()).contains("occurred_at holds \"yesterday\", which is no time");
        assertThat(rows("SELECT state FROM copy_jobs")).containsExactly("running");
    }
}
