package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;

@RunsOn(StorageDriver.SQLITE)
final class SqliteMigrationSpeedTest extends MigrationSpeedContract {

    @Override
    SchemaBackend create() {
        return SchemaBackend.sqlite();
    }

    /** For both, as the gateway opens its files; the rollback journal would measure the disk alone. */
    @Override
    Address address(SchemaBackend backend) {
        String url = ((SchemaBackend.Sqlite) backend).database().jdbcUrl();
        return new Address(url + "?journal_mode=WAL&synchronous=NORMAL", "", "");
    }
}
