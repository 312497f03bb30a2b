package ai.ongoing.gateway;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** Refused calls with PostgreSQL behind the gateway. */
@RunsOn(StorageDriver.POSTGRES)
final class PostgresPoisonedCallsTest extends PoisonedCallsContract {

    private final PostgresDatabase database = PostgresDatabase.create();

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
        return "ALTER TABLE traces ADD CONSTRAINT refuse CHECK (request_path NOT LIKE '%/poison')";
    }

    @Override
    String acceptingAgain() {
        return "ALTER TABLE traces DROP CONSTRAINT refuse";
    }

    @AfterEach
    void discardDatabase() {
        database.close();
    }
}
