package ai.ongoing.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.MigrationMode;
import ai.ongoing.gateway.config.StorageConfig;
import ai.ongoing.gateway.config.StorageDriver;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a journal knows its store by: the same tables are the same store, however one logs in. */
final class StorageIdentityTest {

    private static final String SERVER = "postgres db.example:5432/traces";

    private static String identity(StorageDriver driver, String path, String dsn) {
        StorageConfig config = new StorageConfig(driver, path, dsn, MigrationMode.AUTO, "", Duration.ofSeconds(1));
        return StorageSettings.validated(config).identity();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://gateway:old@db.example:5432/traces",
                "postgres://gateway:new@db.example/traces?sslmode=require&connect_timeout=3",
                "postgresql://another@db.example:5432/traces?application_name=x&hostaddr=10.0.0.7",
                "host=db.example port=5432 dbname=traces user=gateway password=other"
            })
    void isServerAndDatabaseWhoeverLogsInAndHow(String dsn) {
        assertThat(identity(StorageDriver.POSTGRES, "", dsn)).isEqualTo(SERVER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://gateway@other.example/traces",
                "postgres://gateway@db.example:5433/traces",
                "postgres://gateway@db.example/others",
                "postgres://gateway@db.example/traces?search_path=others"
            })
    void tellsServersDatabasesAndSchemasApart(String dsn) {
        assertThat(identity(StorageDriver.POSTGRES, "", dsn))
                .startsWith("postgres ")
                .isNotEqualTo(SERVER);
    }

    @Test
    void isTheFileWhateverWayLeadsThere() {
        assertThat(identity(StorageDriver.SQLITE, "/data/../data/./traces.db", ""))
                .isEqualTo("sqlite /data/traces.db");
    }
}
