package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.migration.MigrationSettings;
import ai.ongoing.gateway.migration.file.MigrationFiles;
import ai.ongoing.gateway.testkit.RunsOn;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Somebody comes to wait for the migration lock inside a statement, as the Go program does, when an index build outside
 * a transaction has begun already: the build waits for the statement's snapshot and the statement for the lock, and the
 * server ends the build ({@code 40P01}).
 */
@RunsOn(StorageDriver.POSTGRES)
final class PostgresLateWaiterTest {

    private static final String INDEX = "postgres/101_index.sql";
    private static final Map<String, String> FILES = Map.of(
            "postgres/100_table.sql",
            "-- irreversible: a test\n-- +goose Up\nCREATE TABLE IF NOT EXISTS fruit (name TEXT);",
            INDEX,
            "-- irreversible: a test\n-- transaction: none\n-- lock-timeout: 0\n-- statement-timeout: 1m\n-- +goose Up\n"
                    + "CREATE INDEX CONCURRENTLY fruit_name ON fruit (name);");

    private static final String BUILD_WAITS = """
            SELECT pid FROM pg_locks JOIN pg_stat_activity a USING (pid)
            WHERE a.datname = current_database() AND locktype = 'virtualxid' AND NOT granted""";
    private static final String WAITERS = """
            FROM pg_locks JOIN pg_stat_activity a USING (pid)
            WHERE a.datname = current_database() AND locktype = 'advisory' AND NOT granted""";
    /** It has looked for a deadlock once and found none; it does not look again. */
    private static final String WAITS_LONG = "SELECT pid " + WAITERS
            + " AND clock_timestamp() - waitstart > current_setting('deadlock_timeout')::interval";

    private final SchemaBackend backend = SchemaBackend.postgres();
    private final List<String> retried = new CopyOnWriteArrayList<>();

    @AfterEach
    void drop() {
        backend.close();
    }

    @Test
    void refusesTheBuildWhenItHasBeenTriedAgainAndTheWaiterIsStillThere() throws Exception {
        assertThatThrownBy(() -> build(() -> {}))
                .isInstanceOf(MigrationException.class)
                .hasMessageStartingWith("migration " + INDEX + " was not begun")
                .hasMessageEndingWith("run \"ongoingai migrate up\".");
        assertThat(retried).containsExactly(INDEX);
        assertThat(up(MigrationObserver.SILENT)).containsExactly(INDEX);
        assertBuilt();
    }

    @Test
    void buildsItAgainWhenTheWaiterIsGone() throws Exception {
        assertThat(build(this::endWaiters)).contains(INDEX);
        assertThat(retried).containsExactly(INDEX);
        assertBuilt();
    }

    private void assertBuilt() {
        assertThat(backend.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'fruit_name'::regclass"))
                .containsExactly("t");
        assertThat(backend.query("SELECT name FROM schema_migration_runs")).isEmpty();
    }

    /** A writer holds the build up until the waiter has waited long enough. */
    private List<String> build(Runnable whenRetried) throws Exception {
        backend.execute("CREATE TABLE fruit (name TEXT)");
        try (Connection writer = backend.connect();
                Statement write = writer.createStatement()) {
            writer.setAutoCommit(false);
            write.execute("INSERT INTO fruit VALUES ('pear')");
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(
                    () -> {
                        await().until(() -> !backend.query(BUILD_WAITS).isEmpty());
                        waitForTheLock();
                    },
                    Thread::startVirtualThread);
            CompletableFuture<Void> release = CompletableFuture.runAsync(
                    () -> {
                        await().until(() -> !backend.query(WAITS_LONG).isEmpty());
                        commit(writer);
                    },
                    Thread::startVirtualThread);
            try {
                return up(new MigrationObserver() {
                    @Override
                    public void retrying(String name, int attempt, Duration pause) {
                        retried.add(name);
                        whenRetried.run();
                    }
                });
            } finally {
                release.join();
                endWaiters();
                waiting.join();
            }
        }
    }

    private List<String> up(MigrationObserver observer) {
        MigrationSettings settings = new MigrationSettings("0.1.0", Duration.ofMinutes(1), observer);
        MigrationFiles files = MigrationFiles.of(
                "postgres",
                backend.dialect().syntax(),
                FILES,
                "-- irreversible: a test\n-- +goose Up\nCREATE TABLE start_of_all (a TEXT);");
        try (SchemaSession session = backend.session(settings)) {
            return session.migrate(files, Integer.MAX_VALUE).applied();
        }
    }

    private void endWaiters() {
        backend.query("SELECT pg_cancel_backend(pid) " + WAITERS);
    }

    /** Until it is given or somebody cancels the statement. */
    private void waitForTheLock() {
        try (Connection connection = backend.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + PostgresMigrationLock.KEY + ")");
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("57014");
        }
    }

    private static void commit(Connection writer) {
        try {
            writer.commit();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
