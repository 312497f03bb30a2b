package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;

@RunsOn(StorageDriver.POSTGRES)
class PostgresBackupTest extends BackupContract {

    PostgresBackupTest() {
        super(StorageDriver.POSTGRES);
    }
}
