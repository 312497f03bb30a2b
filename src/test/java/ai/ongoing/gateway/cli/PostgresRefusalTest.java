package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RunsOn(StorageDriver.POSTGRES)
final class PostgresRefusalTest extends RefusalContract {

    private final PostgresDatabase database = PostgresDatabase.create();

    @Override
    TypedServer store() {
        return new TypedServer(database);
    }

    @Override
    void leaveHalfBuilt(String index) throws Exception {
        execute("CREATE INDEX " + index + " ON traces (lineage_run_id)");
        try (Connection connection = database.connectAsSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = '" + index + "'::regclass");
        }
    }

    @Test
    void anIndexThatIsHalfBuiltIsBuiltAnew() throws Exception {
        assertThat(run("migrate up --to 108")).isZero();
        leaveHalfBuilt("idx_traces_lineage_run_created_at_id");
        assertThat(run("migrate up")).as(err()).isZero();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT indisvalid FROM pg_index WHERE indexrelid = 'idx_traces_lineage_run_created_at_id'::regclass")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getBoolean(1)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "status", "plan", "up", "down", "adopt --yes", "baseline"})
    void aServerThatIsAwayIsRefusedWithTheNextCommand(String command) {
        Map<String, String> away = Map.of(
                "ONGOINGAI_STORAGE_DRIVER", "postgres",
                "ONGOINGAI_STORAGE_DSN", "postgres://u:S3cretWord@127.0.0.1:1/d?sslmode=disable");
        assertThat(run(away, "migrate " + command + " --json")).isEqualTo(11);
        assertThat(json()).containsEntry("exit", 11).containsKey("error");
        assertThat(err())
                .contains("refuses the connection", "run \"ongoingai migrate check\"")
                .doesNotContain("S3cretWord");
    }

    @Test
    void aReadOnlyServerIsRefusedWithTheNextCommand() throws Exception {
        assertThat(run("migrate up --to 109")).isZero();
        Object before = fingerprint();
        execute("ALTER DATABASE " + database.name() + " SET default_transaction_read_only = on");
        assertThat(run("migrate check")).as("looking needs no more").isEqualTo(3);
        assertThat(run("migrate up")).isEqualTo(1);
        assertThat(err()).contains("read-only", "\"ongoingai migrate up\"");
        database.asAdministrator("ALTER DATABASE " + database.name() + " RESET default_transaction_read_only");
        assertThat(fingerprint()).isEqualTo(before);
        assertThat(run("migrate up")).as(err()).isZero();
    }

    @Test
    void aRoleWithoutRightsIsRefusedWithTheGrant() throws Exception {
        String guest = "guest_" + database.name();
        database.asAdministrator("CREATE ROLE " + guest + " LOGIN PASSWORD 'guest'");
        Map<String, String> asGuest = Map.of(
                "ONGOINGAI_STORAGE_DRIVER",
                "postgres",
                "ONGOINGAI_STORAGE_DSN",
                database.dsn(guest, "guest", database.name()));
        try {
            assertThat(run(asGuest, "migrate up")).isEqualTo(1);
            assertThat(err()).contains("GRANT USAGE, CREATE ON SCHEMA public TO " + guest, "\"ongoingai migrate up\"");
            assertThat(run("migrate up")).isZero();
            assertThat(run(asGuest, "migrate check")).isEqualTo(1);
            assertThat(err()).contains("GRANT ALL ON TABLE schema_migrations TO " + guest);
        } finally {
            database.asAdministrator("DROP ROLE " + guest);
        }
    }
}
