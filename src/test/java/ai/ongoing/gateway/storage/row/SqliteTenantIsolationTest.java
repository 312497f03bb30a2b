package ai.ongoing.gateway.storage.row;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;

@RunsOn(StorageDriver.SQLITE)
final class SqliteTenantIsolationTest extends TenantIsolationContract {

    SqliteTenantIsolationTest() {
        super(StorageDriver.SQLITE);
    }
}
