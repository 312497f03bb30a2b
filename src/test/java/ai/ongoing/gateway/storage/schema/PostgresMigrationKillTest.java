package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@RunsOn(StorageDriver.POSTGRES)
final class PostgresMigrationKillTest extends MigrationKillContract {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String HALF_BUILT = "SELECT count(*) FROM pg_index WHERE NOT indisvalid";
    private static final String MIGRATORS =
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'ongoingai-migrate'"
                    + " AND datname = current_database()";

    @Override
    SchemaBackend create() {
        return SchemaBackend.postgres();
    }

    /** A writer's open transaction holds the build up; the server must not go on building for a process that is dead. */
    @Test
    void mendsAHalfBuiltIndexWhileTheWriterThatHeldItUpIsStillThere() throws Exception {
        try (SchemaBackend backend = create();
                Connection writer = backend.connect();
                MigratorProcess process = MigratorProcess.start();
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            OldDatabase.fill(backend, 9);
            startWithoutIndexes(backend);
            String hash = OldDatabase.contentHash(backend);
            hold(writer);
            process.awaitReady().command(MigratorProcess.UNHARMED, backend);
            await().atMost(PATIENCE).until(() -> count(backend, HALF_BUILT) == 1);
            process.kill();
            process.exitCode();
            await().atMost(PATIENCE).until(() -> count(backend, MIGRATORS) == 0);
            assertThat(count(backend, HALF_BUILT)).isOne();

            Future<?> mended = threads.submit(() -> assertMended(backend, hash, "killed in a half-built index"));
            await().atMost(PATIENCE).until(() -> count(backend, MIGRATORS) > 0);
            writer.rollback();
            mended.get();
            assertThat(count(backend, HALF_BUILT)).isZero();
        }
    }

    private static void startWithoutIndexes(SchemaBackend backend) {
        new SchemaAdmin(backend.door(), SchemaBackend.SETTINGS).upTo(105);
    }

    private static void hold(Connection writer) throws java.sql.SQLException {
        writer.setAutoCommit(false);
        try (Statement statement = writer.createStatement()) {
            statement.execute("LOCK TABLE traces IN ROW EXCLUSIVE MODE");
        }
    }

    private static long count(SchemaBackend backend, String sql) {
        return Long.parseLong(backend.queryAll(sql).getFirst());
    }
}
