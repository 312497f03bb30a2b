package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.backend.MigrationLock;
import ai.ongoing.gateway.storage.schema.SchemaBackend;
import ai.ongoing.gateway.testkit.RunsOn;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Somebody else holds the migration lock for the whole wait: exit code 5, who it is, the next command, no change. */
class HeldLockTest {

    private final Typist typist = new Typist(Path.of(""));

    @Test
    void onAFile() throws SQLException {
        refuses(SchemaBackend.sqlite());
    }

    @Nested
    @RunsOn(StorageDriver.POSTGRES)
    class OnAServer {

        @Test
        void too() throws SQLException {
            refuses(SchemaBackend.postgres());
        }
    }

    private void refuses(SchemaBackend backend) throws SQLException {
        try (backend;
                Connection holder = backend.connect()) {
            Map<String, String> impatient = new HashMap<>(backend.variables());
            impatient.put("ONGOINGAI_STORAGE_MIGRATION_LOCK_WAIT", "0s");
            MigrationLock.Source lock = backend.dialect().lock(holder);
            assertThat(lock.tryAcquire()).isTrue();
            Object before = backend.snapshot();
            for (String word : List.of("up", "baseline")) {
                assertThat(typist.type(impatient, List.of("migrate", word))).isEqualTo(5);
                assertThat(typist.err())
                        .startsWith("waiting for the migration lock, held by ")
                        .contains("another process holds the migration lock: ", "run \"ongoingai migrate up\" again");
                assertThat(typist.out()).isEmpty();
            }
            assertThat(typist.type(impatient, List.of("migrate", "adopt", "--yes", "--json")))
                    .isEqualTo(5);
            assertThat(typist.json()).containsEntry("exit", 5).containsKey("error");
            assertThat(backend.snapshot()).isEqualTo(before);

            assertThat(typist.type(impatient, List.of("migrate", "check")))
                    .as("looking takes no lock")
                    .isEqualTo(3);
            assertThat(lock.release()).isTrue();
            assertThat(typist.type(impatient, List.of("migrate", "up")))
                    .as(typist.err())
                    .isZero();
        }
    }
}
