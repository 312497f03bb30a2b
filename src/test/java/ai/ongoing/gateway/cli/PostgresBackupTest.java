package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.TestStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

@RunsOn(StorageDriver.POSTGRES)
class PostgresBackupTest extends BackupContract {

    PostgresBackupTest() {
        super(StorageDriver.POSTGRES);
    }

    /** Until then the server plans for tables that it takes to be empty, and lists sort all of them. */
    @Test
    void theServerKnowsWhatWasRestored() throws SQLException {
        command().store().sink().save(traces(0, 250));
        assertThat(run("db", "backup", "--to", "backup")).as(command().err()).isZero();
        PostgresDatabase database = PostgresDatabase.create();
        try (EmptyDatabase empty =
                new EmptyDatabase(Map.of("TARGET", database.dsn()), () -> TestStore.open(database), database::close)) {
            assertThat(run(empty, "db", "restore", "--from", "backup", "--to", "env:TARGET"))
                    .as(command().err())
                    .isZero();
            try (Connection connection = database.connectAsSuperuser();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT reltuples::bigint FROM pg_class WHERE oid = 'traces'::regclass")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getLong(1)).isEqualTo(250);
            }
        }
    }
}
