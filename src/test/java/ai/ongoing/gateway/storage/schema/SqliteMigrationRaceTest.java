package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;

@RunsOn(StorageDriver.SQLITE)
final class SqliteMigrationRaceTest extends MigrationRaceContract {

    @Override
    SchemaBackend create() {
        return SchemaBackend.sqlite();
    }

    @Override
    String holder() {
        return "process \\d+ since .*";
    }
}
