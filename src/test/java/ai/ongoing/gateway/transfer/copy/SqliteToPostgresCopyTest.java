package ai.ongoing.gateway.transfer.copy;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;

@RunsOn(StorageDriver.POSTGRES)
final class SqliteToPostgresCopyTest extends CopyContract {

    @Override
    StorageDriver source() {
        return StorageDriver.SQLITE;
    }

    @Override
    StorageDriver target() {
        return StorageDriver.POSTGRES;
    }
}
