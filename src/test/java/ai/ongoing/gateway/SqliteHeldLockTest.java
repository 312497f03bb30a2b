package ai.ongoing.gateway;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.schema.SchemaBackend;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.RunsOn;
import java.util.Map;

@RunsOn(StorageDriver.SQLITE)
final class SqliteHeldLockTest extends HeldLockContract {

    @Override
    SchemaBackend create() {
        return SchemaBackend.sqlite();
    }

    @Override
    Map<String, String> variables(SchemaBackend backend, FakeUpstream upstream) {
        return RunningGateway.on(((SchemaBackend.Sqlite) backend).database(), upstream);
    }
}
