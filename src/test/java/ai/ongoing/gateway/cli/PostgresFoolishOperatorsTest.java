package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.schema.SchemaBackend;
import ai.ongoing.gateway.testkit.RunsOn;

@RunsOn(StorageDriver.POSTGRES)
final class PostgresFoolishOperatorsTest extends FoolishOperatorsContract {

    @Override
    SchemaBackend create() {
        return SchemaBackend.postgres();
    }
}
