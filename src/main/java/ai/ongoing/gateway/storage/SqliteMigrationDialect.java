package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.migration.MigrationDialect;
import java.nio.file.Path;

/** Migrations on SQLite: one writer at a time by {@code BEGIN IMMEDIATE}, one migrator by a lock file. */
final class SqliteMigrationDialect implements MigrationDialect {

    private final Path file;

    /** @param file the database file; its lock file stands beside it */
    SqliteMigrationDialect(Path file) {
        this.file = file;
    }

    @Override
    public String folder() {
        return "sqlite";
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
