package ai.ongoing.gateway.transfer.copy;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;

@RunsOn(StorageDriver.SQLITE)
final class SqliteToSqliteCopyTest extends CopyContract {

    @Override
    StorageDriver source() {
        return StorageDriver.SQLITE;
    }

    @Override
    StorageDriver target() {
        return StorageDriver.SQLITE;
    }
}
