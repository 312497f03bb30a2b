package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.config.MigrationMode;
import ai.ongoing.gateway.config.StorageConfig;
import ai.ongoing.gateway.config.StorageDriver;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where traces are stored, checked and ready to open. Nothing here has touched a disk or a network. */
public sealed interface StorageSettings {

    StorageDriver driver();

    /** What start-up does about migrations. */
    Migrations migrations();

    /** Where it is, fit for a log line: no password. */
    String location();

    /**
     * Which store it is, however one gets there: kind and place, without users, passwords and options. Two that are
     * equal hold the same traces.
     */
    String identity();

    /**
     * One SQLite file.
     *
     * @param file absolute
     */
    record Sqlite(Path file, Migrations migrations) implements StorageSettings {

        @Override
        public StorageDriver driver() {
            return StorageDriver.SQLITE;
        }

        @Override
        public String location() {
            return file.toString();
        }

        @Override
        public String identity() {
            return driver().label() + " " + file;
        }
    }

    /**
     * A PostgreSQL database.
     *
     * @param target where traces go
     * @param migrationTarget where migrations run: past a pooler, when one stands before {@code target}
     * @param otherFile the SQLite file that {@code storage.path} still names; only peeked at, never written
     */
    record Postgres(
            PostgresTarget target, PostgresTarget migrationTarget, Migrations migrations, Optional<Path> otherFile)
            implements StorageSettings {

        @Override
        public StorageDriver driver() {
            return StorageDriver.POSTGRES;
        }

        @Override
        public String location() {
            return target.location();
        }

        @Override
        public String identity() {
            return driver().label() + " " + target.place();
        }
    }

    /**
     * What start-up does about pending migrations.
     *
     * @param lockWait how long to wait for another process's migrations
     */
    record Migrations(MigrationMode mode, Duration lockWait) {}

    /**
     * Checks the section as far as it can be checked without opening or making anything.
     *
     * @throws StorageException naming the key, its value with secrets masked, and the way out
     */
    static StorageSettings validated(StorageConfig config) {
        Migrations migrations = new Migrations(config.migrations(), config.migrationLockWait());
        return switch (config.driver()) {
            case SQLITE -> {
                Path file = requiredFile(config.path());
                PathRules.refuseOtherThings(file);
                yield new Sqlite(file, migrations);
            }
            case POSTGRES -> {
                PostgresTarget target = PostgresTarget.parse("storage.dsn", config.dsn());
                PostgresTarget migrationTarget = config.migrationDsn().isBlank()
                        ? target
                        : PostgresTarget.parse("storage.migration_dsn", config.migrationDsn());
                yield new Postgres(target, migrationTarget, migrations, otherFile(config.path()));
            }
        };
    }

    private static Path requiredFile(String path) {
        if (path.isBlank()) {
            throw new StorageException("storage.path is required when storage.driver=sqlite");
        }
        try {
            return Path.of(path).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new StorageException("storage.path \"" + path + "\" is not a path: " + e.getReason(), e);
        }
    }

    private static Optional<Path> otherFile(String path) {
        return path.isBlank() ? Optional.empty() : Optional.of(requiredFile(path));
    }
}
