package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.startup.StartupFailure;
import ai.ongoing.gateway.testkit.Answer;
import ai.ongoing.gateway.testkit.FakeUpstream;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A whole gateway on a schema that is newer than it, or that it may not change. */
abstract class NewerSchemaContract {

    private static final String CALL = "{\"model\":\"gpt-4o\"}";

    final FakeUpstream upstream = FakeUpstream.start();

    abstract Map<String, String> variables();

    abstract Connection connect() throws SQLException;

    abstract void closeStore();

    @AfterEach
    void close() {
        upstream.close();
        closeStore();
    }

    private void execute(String... sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
        }
    }

    /** What a release behind this one would leave: a column, and the row of the file that added it. */
    private void migrateByANewerRelease(String floor) throws SQLException {
        RunningGateway.started(variables()).close();
        execute(
                "ALTER TABLE traces ADD COLUMN mood TEXT",
                "INSERT INTO schema_migrations (name, checksum_up, down_sql, app_version, applied_by, compat_floor)"
                        + " SELECT replace(name, '100_exact_usage_and_lineage', '900_mood'), 'v1:0',"
                        + " 'ALTER TABLE traces DROP COLUMN mood;', '9.9.9', 'somebody', '" + floor + "'"
                        + " FROM schema_migrations WHERE name LIKE '%/100_%'");
    }

    @Test
    void servesOnTheSchemaOfANewerReleaseThatAllowsIt() throws SQLException {
        migrateByANewerRelease("0.0.0");
        upstream.answer(Answer.json("200 OK", "{\"model\":\"gpt-4o-2024-08-06\"}"));
        try (RunningGateway gateway = RunningGateway.started(variables())) {
            HttpResponse<String> call = gateway.post("/openai/v1/chat/completions", CALL);
            String id = call.headers().firstValue("X-OngoingAI-Trace-ID").orElseThrow();
            await().atMost(Duration.ofSeconds(60)).until(() -> gateway.trace(id).has("id"));
            assertThat(gateway.trace(id).path("model").asString()).isEqualTo("gpt-4o");
            assertThat(gateway.get("/api/traces").body()).contains(id);
            assertThat(gateway.get("/readyz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void refusesTheSchemaOfANewerReleaseThatForbidsItWithTheVersionsAndTheCommand() throws SQLException {
        migrateByANewerRelease("9.9.9");
        refuses(Map.of(), 6, "900_mood", "needs version 9.9.9 or newer", "\"ongoingai migrate down --to ");
    }

    @Test
    void mayBeToldOnlyToCheck() throws SQLException {
        Map<String, String> check = Map.of("ONGOINGAI_STORAGE_MIGRATIONS", "check");
        refuses(check, 3, "storage.migrations is \"check\"", "migrations are pending", "\"ongoingai migrate up\"");
        RunningGateway.started(variables()).close();
        with(check).close();

        execute("UPDATE schema_migrations SET checksum_up = 'v1:0' WHERE name LIKE '%/100_%'");
        refuses(check, 4, "was changed after it was applied", "\"ongoingai migrate repair --accept-checksum 100\"");
        refuses(Map.of(), 4, "was changed after it was applied", "\"ongoingai migrate repair --accept-checksum 100\"");
        with(Map.of("ONGOINGAI_STORAGE_MIGRATIONS", "off")).close();
    }

    @Test
    void refusesToServeWithoutATableEvenWhenItIsToldNotToLook() throws SQLException {
        Map<String, String> off = Map.of("ONGOINGAI_STORAGE_MIGRATIONS", "off");
        refuses(off, 3, "storage.migrations is \"off\"", "there is no table traces", "\"ongoingai migrate up\"");
        RunningGateway.started(variables()).close();
        execute("ALTER TABLE traces DROP COLUMN usage_kind");
        refuses(off, 3, "storage.migrations is \"off\"", "lacks usage_kind", "\"ongoingai migrate up\"");
    }

    private RunningGateway with(Map<String, String> more) {
        Map<String, String> variables = variables();
        variables.putAll(more);
        return RunningGateway.started(variables);
    }

    private void refuses(Map<String, String> more, int exit, String... words) {
        assertThatThrownBy(() -> with(more).close())
                .isInstanceOfSatisfying(
                        StartupFailure.class, e -> assertThat(e.getExitCode()).isEqualTo(exit))
                .message()
                .contains(List.of(words))
                .doesNotContain("\n");
    }
}
