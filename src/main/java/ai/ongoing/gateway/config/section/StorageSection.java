package ai.ongoing.gateway.config.section;

import static ai.ongoing.gateway.config.setting.ScalarType.DURATION;
import static ai.ongoing.gateway.config.setting.ScalarType.TEXT;

import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.MigrationMode;
import ai.ongoing.gateway.config.StorageConfig;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.config.dsn.DsnCompletion;
import ai.ongoing.gateway.config.dsn.PostgresDsn;
import ai.ongoing.gateway.config.setting.Key;
import ai.ongoing.gateway.config.setting.Ranges;
import ai.ongoing.gateway.config.setting.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code storage}: where traces are kept. */
public final class StorageSection {

    public static final Key<String> DRIVER = Key.of("storage.driver", TEXT, StorageDriver.SQLITE.label());
    public static final Key<String> PATH = Key.of("storage.path", TEXT, "./data/ongoingai.db");
    public static final Key<String> DSN = Key.of("storage.dsn", TEXT, "").masked(StorageSection::masked);

    static final Key<String> MIGRATIONS = Key.of("storage.migrations", TEXT, "auto");
    static final Key<String> MIGRATION_DSN =
            Key.of("storage.migration_dsn", TEXT, "").masked(StorageSection::masked);
    static final Key<Duration> LOCK_WAIT = Key.of("storage.migration_lock_wait", DURATION, Duration.ofMinutes(5));

    static final List<Key<?>> KEYS = List.of(DRIVER, PATH, DSN, MIGRATIONS, MIGRATION_DSN, LOCK_WAIT);

    private StorageSection() {}

    /**
     * Reads the section.
     *
     * @param completion fills what the connection strings leave out; used for PostgreSQL only
     */
    public static StorageConfig read(Settings settings, DsnCompletion completion) {
        StorageDriver driver = Ranges.choice(settings, DRIVER, StorageDriver.class);
        return new StorageConfig(
                driver,
                path(settings.get(PATH)),
                dsn(settings, DSN, driver, completion),
                Ranges.choice(settings, MIGRATIONS, MigrationMode.class),
                dsn(settings, MIGRATION_DSN, driver, completion),
                Ranges.duration(settings, LOCK_WAIT, Duration.ZERO, Duration.ofHours(24)));
    }

    private static String path(String path) {
        try {
            return Path.of(path).toString().isEmpty() ? "" : path;
        } catch (InvalidPathException e) {
            throw new ConfigError("storage.path is no file name: " + e.getReason());
        }
    }

    private static String dsn(Settings settings, Key<String> key, StorageDriver driver, DsnCompletion completion) {
        String given = settings.get(key);
        if (driver != StorageDriver.POSTGRES || given.isBlank()) {
            return given;
        }
        return completion
                .complete(key.path(), PostgresDsn.parse(key.path(), given))
                .text();
    }

    private static String masked(String dsn) {
        return dsn.isBlank() ? "" : PostgresDsn.mask(dsn);
    }
}
