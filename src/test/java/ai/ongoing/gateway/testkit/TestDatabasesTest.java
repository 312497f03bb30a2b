package ai.ongoing.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The promises other tests build on: fresh, empty, and a role that row-level security binds. */
class TestDatabasesTest {

    @Nested
    @RunsOn(StorageDriver.POSTGRES)
    class Postgres {

        @Test
        void ownerIsAPlainRoleThatMayCreateTables() throws SQLException {
            try (PostgresDatabase database = PostgresDatabase.create();
                    Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE t (id text)");
                try (ResultSet role = statement.executeQuery(
                        "SELECT rolsuper OR rolbypassrls, current_user FROM pg_roles WHERE rolname = current_user")) {
                    role.next();
                    assertThat(role.getBoolean(1)).isFalse();
                    assertThat(role.getString(2)).isEqualTo(database.owner());
                }
            }
        }

        @Test
        void everyDatabaseStartsEmpty() throws SQLException {
            try (PostgresDatabase first = PostgresDatabase.create();
                    PostgresDatabase second = PostgresDatabase.create()) {
                try (Connection connection = first.connect();
                        Statement statement = connection.createStatement()) {
                    statement.execute("CREATE TABLE t (id text)");
                }
                try (Connection connection = second.connect();
                        ResultSet tables =
                                connection.getMetaData().getTables(null, "public", "%", new String[] {"TABLE"})) {
                    assertThat(tables.next()).isFalse();
                }
            }
        }
    }

    @Nested
    @RunsOn(StorageDriver.SQLITE)
    class Sqlite {

        @Test
        void closingLeavesNothingBehind() throws SQLException {
            SqliteDatabase database = SqliteDatabase.create();
            assertThat(database.file()).doesNotExist();
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE t (id text)");
            }
            assertThat(database.file()).exists();
            database.close();
            assertThat(Files.exists(database.directory())).isFalse();
        }
    }
}
