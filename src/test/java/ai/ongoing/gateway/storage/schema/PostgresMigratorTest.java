package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationSettings;
import ai.ongoing.gateway.migration.backend.MigrationLock;
import ai.ongoing.gateway.migration.run.Migrator;
import ai.ongoing.gateway.testkit.RunsOn;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RunsOn(StorageDriver.POSTGRES)
final class PostgresMigratorTest extends MigratorContract {

    private static final String INDEX = """
            -- transaction: none
            -- lock-timeout: 0
            -- +goose Up
            CREATE INDEX CONCURRENTLY fruit_name ON fruit (name);
            -- +goose Down
            DROP INDEX CONCURRENTLY fruit_name;
            """;

    @Override
    SchemaBackend create() {
        return SchemaBackend.postgres();
    }

    @Test
    void triesAFileAgainThatMetALockOfLiveTraffic() throws Exception {
        up(TABLE);
        String alter = """
                -- lock-timeout: 100ms
                -- +goose Up
                ALTER TABLE fruit ADD COLUMN colour TEXT;
                -- +goose Down
                ALTER TABLE fruit DROP COLUMN colour;
                """;
        RecordingObserver observer = new RecordingObserver();
        try (Connection reader = backend().connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT count(*) FROM fruit");
            Thread release = Thread.ofVirtual().start(() -> {
                Awaitility.await().until(() -> !observer.retried.isEmpty());
                try {
                    reader.rollback();
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(up(files(TABLE, alter), settings(observer)).applied()).containsExactly(name(101));
            release.join();
        }
    }

    @Test
    void endsAStatementThatTakesLongerThanItsFileAllows() throws SQLException {
        up(TABLE);
        String slow = """
                -- statement-timeout: 100ms
                -- irreversible: a test
                -- +goose Up
                ALTER TABLE fruit ADD COLUMN colour TEXT;
                SELECT pg_sleep(300);
                """;
        RecordingObserver observer = new RecordingObserver();
        assertThatThrownBy(() -> up(files(TABLE, slow), settings(observer)))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining(name(101))
                .hasMessageContaining("statement timeout")
                .hasMessageContaining("57014");
        assertThat(observer.retried)
                .as("what was too slow once would be so again")
                .isEmpty();
        assertThat(backend().query("SELECT name FROM schema_migrations")).doesNotContain(name(101));
        assertThat(backend().query("SELECT count(*) FROM information_schema.columns WHERE column_name = 'colour'"))
                .containsExactly("0");
    }

    /** A start was killed between the build and the line in the history, or an operator built it beforehand. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesAnIndexThatStandsAsTheFileWouldBuildIt(boolean killed) throws SQLException {
        up(TABLE);
        String file = INDEX.replace("(name)", "(lower(name) DESC, name) WHERE name <> '' AND name IN ('a', 'b')");
        backend()
                .execute("CREATE INDEX fruit_name ON fruit (lower(name) DESC, name)"
                        + " WHERE (name <> ''::text) AND name = ANY (ARRAY['a', 'b'])");
        if (killed) {
            backend()
                    .execute("INSERT INTO schema_migration_runs (name, started_at, applied_by) VALUES ('" + name(101)
                            + "', 'then', 'a process that died')");
        }
        List<String> before = backend().query("SELECT 'fruit_name'::regclass::oid");
        assertThat(up(TABLE, file).applied()).containsExactly(name(101));
        assertThat(backend().query("SELECT 'fruit_name'::regclass::oid")).isEqualTo(before);
        assertThat(backend().query("SELECT name FROM schema_migration_runs")).isEmpty();
        assertThat(backend().query("SELECT relname FROM pg_class WHERE relname LIKE '%trial%'"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX fruit_name ON fruit (name DESC)",
                "CREATE UNIQUE INDEX fruit_name ON fruit (name)",
                "CREATE INDEX fruit_name ON fruit (name) WHERE name <> ''",
                "CREATE INDEX fruit_name ON nuts (name)"
            })
    void leavesAnotherIndexOfTheSameNameAloneHoweverOftenItIsTried(String made) throws SQLException {
        up(TABLE);
        backend().execute("CREATE TABLE nuts (name TEXT)", made);
        List<String> before = backend().query("SELECT 'fruit_name'::regclass::oid");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> up(TABLE, INDEX))
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining("\"fruit_name\" already exists");
            assertThat(backend().query("SELECT 'fruit_name'::regclass::oid")).isEqualTo(before);
        }
        backend().execute("DROP INDEX fruit_name");
        assertThat(up(TABLE, INDEX).applied()).containsExactly(name(101));
    }

    @Test
    void buildsAnIndexAgainThatACancelledBuildBroke() throws SQLException {
        up(TABLE);
        backend().execute("INSERT INTO fruit VALUES ('pear'), ('pear')");
        String unique = INDEX.replace("CREATE INDEX", "CREATE UNIQUE INDEX");
        assertThatThrownBy(() -> up(TABLE, unique)).hasMessageContaining("SQLSTATE 23505");
        backend().execute("DELETE FROM fruit");
        assertThat(up(TABLE, unique).applied()).containsExactly(name(101));
        assertThat(backend().query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'fruit_name'::regclass"))
                .containsExactly("t");
    }

    /** As the Go program waits: inside a statement, with a snapshot that an index build would wait for. */
    @Test
    void refusesAnIndexBuildThatWouldWaitForWhoeverWaitsForTheLock() throws Exception {
        up(TABLE);
        MigrationSettings settings = settings(new RecordingObserver());
        try (Connection connection = backend().connect();
                Connection waiter = backend().connect();
                Statement waiting = waiter.createStatement()) {
            backend().dialect().prepare(connection, settings.lockWait());
            Thread blocked;
            try (MigrationLock lock = new MigrationLock(backend().dialect().lock(connection), settings)) {
                lock.acquire();
                waiting.execute("SET application_name = 'ongoingai'");
                blocked = Thread.ofVirtual().start(() -> {
                    try {
                        waiting.execute("SELECT pg_advisory_lock(8067396491)");
                    } catch (SQLException e) {
                        throw new AssertionError(e);
                    }
                });
                Awaitility.await()
                        .until(() -> backend()
                                .query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                                .contains("1"));
                Migrator migrator = new Migrator(files(TABLE, INDEX), backend().dialect(), settings);
                assertThatThrownBy(() -> migrator.up(connection, lock))
                        .isInstanceOf(MigrationException.class)
                        .hasMessageStartingWith("migration " + name(101) + " was not begun")
                        .hasMessageContaining("(ongoingai) waits for the migration lock inside one")
                        .hasMessageEndingWith("run \"ongoingai migrate up\".");
            }
            blocked.join();
        }
        assertThat(up(TABLE, INDEX).applied()).containsExactly(name(101));
    }

    @Test
    void isNotLedAstrayByAFileThatChangesTheSearchPath() throws SQLException {
        String astray = """
                -- +goose Up
                SELECT set_config('search_path', '', false);
                -- +goose Down
                SELECT 1;
                """;
        assertThat(up(astray, TABLE).applied()).hasSize(2);
        assertThat(backend().history()).containsExactly(name(100), name(101));
    }
}
