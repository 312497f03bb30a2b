package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;

@RunsOn(StorageDriver.POSTGRES)
class PostgresBackupVersionsTest extends BackupVersionsContract {

    PostgresBackupVersionsTest() {
        super(StorageDriver.POSTGRES);
    }
}
