package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@RunsOn(StorageDriver.SQLITE)
final class SqliteMigrationKillTest extends MigrationKillContract {

    private static final int ATTEMPTS = 5;
    private static final long BEGUN = 100_000;

    @Override
    SchemaBackend create() {
        return SchemaBackend.sqlite();
    }

    /** The copy may be over before the kill arrives; then the attempt proves nothing and is made again. */
    @Test
    void removesTheHalfMadeCopyOfAKilledStart() throws Exception {
        boolean interrupted = false;
        for (int attempt = 0; attempt < ATTEMPTS && !interrupted; attempt++) {
            interrupted = killWhileCopying();
        }
        assertThat(interrupted).as("a copy was interrupted").isTrue();
    }

    private boolean killWhileCopying() throws Exception {
        try (SqliteDatabase database = SqliteDatabase.create();
                MigratorProcess process = MigratorProcess.start()) {
            SchemaBackend backend = new SchemaBackend.Sqlite(database);
            OldDatabase.fill(backend, 2);
            backend.execute("UPDATE traces SET request_headers = hex(randomblob(1000000))");
            String hash = OldDatabase.contentHash(backend);
            process.awaitReady().command(MigratorProcess.UNHARMED, backend);
            await().pollInterval(Duration.ofMillis(1))
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> beside(database, ".backup.part").stream().anyMatch(SqliteMigrationKillTest::begun)
                            || !beside(database, ".backup").isEmpty());
            process.kill();
            process.exitCode();
            boolean interrupted = !beside(database, ".backup.part").isEmpty()
                    && beside(database, ".backup").isEmpty();
            assertMended(backend, hash, "killed while the file was copied");
            assertThat(beside(database, ".backup.part")).isEmpty();
            assertThat(beside(database, ".backup")).hasSize(1);
            return interrupted;
        }
    }

    private static boolean begun(Path part) {
        try {
            return Files.size(part) > BEGUN;
        } catch (IOException e) {
            return false; // it has got its name in the meantime
        }
    }

    private static List<Path> beside(SqliteDatabase database, String ending) {
        try (Stream<Path> files = Files.list(database.directory())) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
