package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.migration.MigrationDialect;

/** Migrations on PostgreSQL: a polled session lock, transactional files, short lock waits. */
final class PostgresMigrationDialect implements MigrationDialect {

    @Override
    public String folder() {
        return "postgres";
    }
}
