package ai.ongoing.gateway;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.schema.SchemaBackend;
import ai.ongoing.gateway.testkit.RunsOn;

@RunsOn(StorageDriver.POSTGRES)
final class PostgresMigrateRaceIT extends MigrateRaceContract {

    @Override
    SchemaBackend create() {
        return SchemaBackend.postgres();
    }
}
