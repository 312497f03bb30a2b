package ai.ongoing.gateway;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.util.Map;

/** Broken streams with a SQLite file behind the gateway. */
@RunsOn(StorageDriver.SQLITE)
final class SqliteBrokenStreamsTest extends BrokenStreamsContract {

    private final SqliteDatabase database = SqliteDatabase.create();

    @Override
    Map<String, String> variables(FakeUpstream upstream) {
        return RunningGateway.on(database, upstream);
    }

    @Override
    StoredCalls stored() {
        return StoredCalls.in(database);
    }

    @Override
    void discardDatabase() {
        database.close();
    }
}
