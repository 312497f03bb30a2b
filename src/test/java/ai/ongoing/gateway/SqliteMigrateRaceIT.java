package ai.ongoing.gateway;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.schema.SchemaBackend;
import ai.ongoing.gateway.testkit.RunsOn;

@RunsOn(StorageDriver.SQLITE)
final class SqliteMigrateRaceIT extends MigrateRaceContract {

    @Override
    SchemaBackend create() {
        return SchemaBackend.sqlite();
    }
}
