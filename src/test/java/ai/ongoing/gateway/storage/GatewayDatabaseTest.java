package ai.ongoing.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.ongoing.gateway.config.MigrationMode;
import ai.ongoing.gateway.config.StorageConfig;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.TestStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The life of a store, whatever the backend, and settings that no backend can use. */
final class GatewayDatabaseTest {

    @Test
    void saysSoWhenItIsUsedBeforeItIsOpen() {
        try (GatewayDatabase database = new GatewayDatabase()) {
            Stream.<ThrowingCallable>of(
                            database::schema,
                            database::traceSink,
                            database::traceReader,
                            database::status,
                            database::countTraces,
                            database::noticeOfTracesElsewhere)
                    .forEach(use -> assertThatIllegalStateException()
                            .isThrownBy(use)
                            .withMessage("the storage is not open: call open first"));
        }
    }

    @Test
    void mayBeClosedTwiceAndWithoutBeingOpen() {
        GatewayDatabase database = new GatewayDatabase();
        database.close();
        database.close();
        assertThatIllegalStateException().isThrownBy(database::status);
    }

    @Test
    void needsAPathForSqlite() {
        refuses(StorageDriver.SQLITE, "", "", "storage.path is required when storage.driver=sqlite");
    }

    @Test
    void refusesAPathThatIsNone() {
        refuses(StorageDriver.SQLITE, "a\0b", "", "storage.path \"a\0b\" is not a path: Nul character not allowed");
    }

    @Test
    void refusesAConnectionStringWithoutAScheme() {
        refuses(
                StorageDriver.POSTGRES,
                "",
                "db.example.com:5432/traces",
                "storage.dsn has no scheme: write postgresql://USER:PASSWORD@HOST:5432/DB");
    }

    @Test
    void neverPrintsAPassword() {
        StorageSettings settings = TestStore.postgres("postgresql://user:s3cret@db.example.com/traces");
        assertThat(settings.toString() + settings.location())
                .contains("db.example.com")
                .doesNotContain("s3cret");
    }

    @Test
    void speaksTheDriversNamesForWhatTheConnectionStringSays() {
        StorageSettings settings = TestStore.postgres("postgresql://u:p@a,b:6432/d%20b?sslmode=verify-full"
                + "&target_session_attrs=read-write&connect_timeout=3&application_name=mine&search_path=traces");
        assertThat(settings).isInstanceOfSatisfying(StorageSettings.Postgres.class, postgres -> {
            assertThat(postgres.target().jdbcUrl()).isEqualTo("jdbc:postgresql://a:5432,b:6432/d+b");
            assertThat(postgres.target().properties())
                    .containsEntry("targetServerType", "primary")
                    .containsEntry("connectTimeout", "3")
                    .containsEntry("ApplicationName", "mine")
                    .containsEntry("currentSchema", "traces")
                    .containsEntry("sslmode", "verify-full")
                    .containsEntry("prepareThreshold", "0");
        });
    }

    @Test
    void keepsMigrationsOnTheirOwnConnectionStringWhenThereIsOne() {
        StorageSettings settings = StorageSettings.validated(new StorageConfig(
                StorageDriver.POSTGRES,
                "",
                "postgresql://u:p@pooler/db",
                MigrationMode.CHECK,
                "postgresql://u:p@direct/db",
                Duration.ZERO));
        assertThat(settings).isInstanceOfSatisfying(StorageSettings.Postgres.class, postgres -> {
            assertThat(postgres.migrationTarget().server()).isEqualTo("direct:5432");
            assertThat(postgres.migrations().mode()).isEqualTo(MigrationMode.CHECK);
        });
    }

    @Test
    void makesPathsAbsolute() {
        assertThat(TestStore.sqlite(Path.of("data/../data/x.db")).location())
                .isEqualTo(Path.of("").toAbsolutePath().resolve("data/x.db").toString());
    }

    private static void refuses(StorageDriver driver, String path, String dsn, String message) {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> StorageSettings.validated(TestStore.config(driver, path, dsn)))
                .withMessage(message);
    }
}
