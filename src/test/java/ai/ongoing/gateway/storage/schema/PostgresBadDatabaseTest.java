package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

@RunsOn(StorageDriver.POSTGRES)
final class PostgresBadDatabaseTest extends BadDatabaseContract {

    /** Ends its own connection while a row says so. */
    private static final String CUT = """
            -- +goose Up
            CREATE TABLE nuts (name TEXT);
            SELECT pg_terminate_backend(pg_backend_pid()) FROM fruit WHERE name = 'cut';
            -- +goose Down
            DROP TABLE nuts;
            """;

    private static final String CUT_OUTSIDE = """
            -- transaction: none
            -- +goose Up
            SELECT pg_terminate_backend(pg_backend_pid()) FROM fruit WHERE name = 'cut';
            -- +goose Down
            SELECT 1;
            """;

    @Override
    SchemaBackend create() {
        return SchemaBackend.postgres();
    }

    private PostgresDatabase database() {
        return ((SchemaBackend.Postgres) backend()).database();
    }

    @Override
    Connection connectReadOnly() throws SQLException {
        Connection connection = backend().connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET default_transaction_read_only = on");
        }
        return connection;
    }

    @Test
    void printsTheGrantForARoleThatMayNotCreate() throws SQLException {
        String guest = "guest_" + database().name();
        database().asAdministrator("CREATE ROLE " + guest + " LOGIN PASSWORD 'guest'");
        try (Connection connection = DriverManager.getConnection(database().jdbcUrl(), guest, "guest")) {
            assertThatThrownBy(() -> steps().up(connection, steps().files(Steps.table("fruit"))))
                    .isInstanceOfSatisfying(
                            MigrationException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.RIGHTS))
                    .hasMessageContaining("permission denied for schema public")
                    .hasMessageContaining("GRANT")
                    .hasMessageContaining(guest);
        } finally {
            database().asAdministrator("DROP ROLE " + guest);
        }
        assertThat(backend().snapshot()).isEmpty();
    }

    @Test
    void printsTheStatementForARoleThatDoesNotOwnTheTable() throws SQLException {
        String guest = "guest_" + database().name();
        steps().up(Steps.table("fruit"));
        database().asAdministrator("CREATE ROLE " + guest + " LOGIN PASSWORD 'guest'");
        backend()
                .execute(
                        "GRANT ALL ON SCHEMA public TO " + guest,
                        "GRANT ALL ON ALL TABLES IN SCHEMA public TO " + guest);
        String alter = "-- +goose Up\nALTER TABLE fruit ADD COLUMN colour TEXT;\n-- +goose Down\nSELECT 1;\n";
        try (Connection connection = DriverManager.getConnection(database().jdbcUrl(), guest, "guest")) {
            assertThatThrownBy(() -> steps().up(connection, steps().files(Steps.table("fruit"), alter)))
                    .isInstanceOfSatisfying(
                            MigrationException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.RIGHTS))
                    .hasMessageStartingWith(
                            "migration " + steps().name(101) + " (up) failed at statement 1 of 1, line 2")
                    .hasMessageContaining("must be owner of table fruit");
        } finally {
            backend()
                    .execute(
                            "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM " + guest,
                            "REVOKE ALL ON SCHEMA public FROM " + guest);
            database().asAdministrator("DROP ROLE " + guest);
        }
        assertThat(backend().history()).containsExactly(steps().name(100));
    }

    @Test
    void rollsAFileBackWhoseConnectionIsCut() throws SQLException {
        steps().up(Steps.table("fruit"));
        backend().execute("INSERT INTO fruit VALUES ('cut')");
        assertThatThrownBy(() -> steps().up(Steps.table("fruit"), CUT))
                .isInstanceOfSatisfying(
                        MigrationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FAILED))
                .hasMessageStartingWith("migration " + steps().name(101) + " (up) failed at statement 2 of 2, line 3")
                .hasMessageContaining("SQLSTATE 57P01");
        assertThat(backend().history()).containsExactly(steps().name(100));
        assertThat(backend().query("SELECT to_regclass('nuts')")).containsExactly("null");
        backend().execute("DELETE FROM fruit");
        assertThat(steps().up(Steps.table("fruit"), CUT).applied()).containsExactly(steps().name(101));
    }

    @Test
    void namesTheFileOutsideATransactionWhoseConnectionIsCut() throws SQLException {
        steps().up(Steps.table("fruit"));
        backend().execute("INSERT INTO fruit VALUES ('cut')");
        assertThatThrownBy(() -> steps().up(Steps.table("fruit"), CUT_OUTSIDE))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining(steps().name(101))
                .hasMessageContaining("SQLSTATE 57P01");
        assertThat(backend().query("SELECT name FROM schema_migration_runs")).containsExactly(steps().name(101));
        backend().execute("DELETE FROM fruit");
        assertThat(steps().up(Steps.table("fruit"), CUT_OUTSIDE).applied()).containsExactly(steps().name(101));
        assertThat(backend().query("SELECT name FROM schema_migration_runs")).isEmpty();
    }
}
