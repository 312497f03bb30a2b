package ai.ongoing.gateway;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** Kills with PostgreSQL behind the gateway. */
@RunsOn(StorageDriver.POSTGRES)
final class PostgresKillsTest extends KillsContract {

    private final PostgresDatabase database = PostgresDatabase.create();

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
