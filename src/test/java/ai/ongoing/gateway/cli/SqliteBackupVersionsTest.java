package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;

@RunsOn(StorageDriver.SQLITE)
class SqliteBackupVersionsTest extends BackupVersionsContract {

    SqliteBackupVersionsTest() {
        super(StorageDriver.SQLITE);
    }
}
