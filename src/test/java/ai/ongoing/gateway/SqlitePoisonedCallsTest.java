package ai.ongoing.gateway;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** Refused calls with a SQLite file behind the gateway. */
@RunsOn(StorageDriver.SQLITE)
final class SqlitePoisonedCallsTest extends PoisonedCallsContract {

    private final SqliteDatabase database = SqliteDatabase.create();

    @Override
    Map<String, String> variables(FakeUpstream upstream) {
        return RunningGateway.on(database, upstream);
    }

    @Override
    Connection connect() throws SQLException {
        return database.connect();
    }

    @Override
    StoredCalls stored() {
        return StoredCalls.in(database);
    }

    @Override
    String refusing() {
        return "CREATE TRIGGER refuse BEFORE INSERT ON traces WHEN NEW.request_path LIKE '%/poison'"
                + " BEGIN SELECT RAISE(ABORT, 'refused'); END";
    }

    @Override
    String acceptingAgain() {
        return "DROP TRIGGER refuse";
    }

    @AfterEach
    void discardDatabase() {
        database.close();
    }
}
