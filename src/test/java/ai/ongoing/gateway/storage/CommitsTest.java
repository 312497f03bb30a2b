package ai.ongoing.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.GatewayDatabase.Commits;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import ai.ongoing.gateway.testkit.TestStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a batch is asked to survive reaches the database. */
final class CommitsTest {

    private static String answer(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Nested
    @RunsOn(StorageDriver.SQLITE)
    final class Sqlite {

        @Test
        void syncsEveryCommitOnlyWhenItIsToSurviveAPowerCut() throws SQLException {
            try (SqliteDatabase place = SqliteDatabase.create()) {
                for (Commits commits : Commits.values()) {
                    try (Connection writer = SqliteConnections.writing(place.file(), commits)) {
                        assertThat(answer(writer, "PRAGMA synchronous"))
                                .isEqualTo(commits == Commits.ON_DISK ? "2" : "1");
                    }
                }
            }
        }

        @Test
        void hasRoomForABatchBeforeItsCommitAndForSeveralBeforeTheyAreMoved() throws SQLException {
            try (SqliteDatabase place = SqliteDatabase.create();
                    Connection writer = SqliteConnections.writing(place.file())) {
                assertThat(answer(writer, "PRAGMA cache_size")).isEqualTo("-8192");
                assertThat(answer(writer, "PRAGMA wal_autocheckpoint")).isEqualTo("4000");
            }
        }
    }

    @Nested
    @RunsOn(StorageDriver.POSTGRES)
    final class Postgres {

        @Test
        void overridesTheServersSettingForItsOwnTransactions() throws SQLException {
            try (PostgresDatabase database = PostgresDatabase.create()) {
                database.asAdministrator("ALTER DATABASE " + database.name() + " SET synchronous_commit = off");
                PostgresTarget target = ((StorageSettings.Postgres) TestStore.postgres(database.dsn())).target();
                for (Commits commits : Commits.values()) {
                    try (PostgresPool pool = new PostgresPool(target, commits)) {
                        pool.inTransaction(connection -> {
                            assertThat(answer(connection, "SHOW synchronous_commit"))
                                    .isEqualTo(commits == Commits.ON_DISK ? "on" : "off");
                            return 0;
                        });
                    }
                }
            }
        }
    }
}
