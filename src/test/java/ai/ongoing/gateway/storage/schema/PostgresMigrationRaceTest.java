package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;

@RunsOn(StorageDriver.POSTGRES)
final class PostgresMigrationRaceTest extends MigrationRaceContract {

    @Override
    SchemaBackend create() {
        return SchemaBackend.postgres();
    }

    @Override
    String holder() {
        return "pid \\d+ \\(ongoingai-migrate from .*pg_terminate_backend.*";
    }
}
