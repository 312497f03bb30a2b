package ai.ongoing.gateway.config;

import java.time.Duration;

/**
 * The {@code storage} section.
 *
 * @param driver which backend
 * @param path SQLite file, relative to the working directory; empty when not given
 * @param dsn PostgreSQL connection string as given, password included; empty when not given
 * @param migrations what start-up does about pending migrations
 * @param migrationDsn connection string for migrations when {@code dsn} goes through a pooler; empty means {@code dsn}
 * @param migrationLockWait how long to wait for another process's migrations
 */
public record StorageConfig(
        StorageDriver driver,
        String path,
        String dsn,
        MigrationMode migrations,
        String migrationDsn,
        Duration migrationLockWait) {

    /** Never prints a connection string: it holds a password. */
    @Override
    public String toString() {
        return "StorageConfig[driver=" + driver + ", path=" + path + "]";
    }

    /** The same, on a database file. */
    public StorageConfig onFile(String file) {
        return new StorageConfig(StorageDriver.SQLITE, file, "", migrations, "", migrationLockWait);
    }
}
