package ai.ongoing.gateway.transfer.copy;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;

@RunsOn(StorageDriver.POSTGRES)
final class PostgresToSqliteCopyTest extends CopyContract {

    @Override
    StorageDriver source() {
        return StorageDriver.POSTGRES;
    }

    @Override
    StorageDriver target() {
        return StorageDriver.SQLITE;
    }
}
