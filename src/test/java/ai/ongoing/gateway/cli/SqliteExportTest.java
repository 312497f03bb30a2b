package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;

@RunsOn(StorageDriver.SQLITE)
class SqliteExportTest extends ExportContract {

    SqliteExportTest() {
        super(StorageDriver.SQLITE);
    }
}
