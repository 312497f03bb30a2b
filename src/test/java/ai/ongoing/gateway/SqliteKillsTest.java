package ai.ongoing.gateway;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** Kills with a SQLite file behind the gateway. */
@RunsOn(StorageDriver.SQLITE)
final class SqliteKillsTest extends KillsContract {

    private final SqliteDatabase database = SqliteDatabase.create();

    @AfterEach
    void discard() {
        database.close();
    }

    @Override
    Map<String, String> variables(FakeUpstream upstream) {
        return RunningGateway.on(database, upstream);
    }

    @Override
    StoredCalls stored() {
        return StoredCalls.in(database);
    }
}
