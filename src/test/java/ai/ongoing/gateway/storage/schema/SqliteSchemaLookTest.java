package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;

@RunsOn(StorageDriver.SQLITE)
final class SqliteSchemaLookTest extends SchemaLookContract {

    @Override
    SchemaBackend create() {
        return SchemaBackend.sqlite();
    }
}
