package ai.ongoing.gateway.storage.row;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;

@RunsOn(StorageDriver.SQLITE)
final class SqliteTraceSinkTest extends TraceSinkContract {

    SqliteTraceSinkTest() {
        super(StorageDriver.SQLITE);
    }

    @Override
    String refusing999() {
        return "CREATE TRIGGER refuse BEFORE INSERT ON traces WHEN NEW.response_status = 999"
                + " BEGIN SELECT RAISE(ABORT, 'refused'); END";
    }

    @Override
    String acceptingAgain() {
        return "DROP TRIGGER refuse";
    }
}
