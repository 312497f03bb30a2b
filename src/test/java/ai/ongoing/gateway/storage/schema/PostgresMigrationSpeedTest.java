package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;

@RunsOn(StorageDriver.POSTGRES)
final class PostgresMigrationSpeedTest extends MigrationSpeedContract {

    @Override
    SchemaBackend create() {
        return SchemaBackend.postgres();
    }

    @Override
    Address address(SchemaBackend backend) {
        PostgresDatabase database = ((SchemaBackend.Postgres) backend).database();
        return new Address(database.jdbcUrl(), database.owner(), database.password());
    }
}
