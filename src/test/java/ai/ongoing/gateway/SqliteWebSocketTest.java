package ai.ongoing.gateway;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.util.Map;

/** Sessions with their traces in SQLite. */
@RunsOn(StorageDriver.SQLITE)
final class SqliteWebSocketTest extends WebSocketContract {

    private final SqliteDatabase database = SqliteDatabase.create();

    @Override
    Map<String, String> variables(FakeUpstream provider) {
        return RunningGateway.on(database, provider);
    }

    @Override
    void drop() {
        database.close();
    }
}
