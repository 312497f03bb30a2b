package ai.ongoing.gateway;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import java.util.Map;

/** Sessions with their traces in PostgreSQL, under a plain owner role. */
@RunsOn(StorageDriver.POSTGRES)
final class PostgresWebSocketTest extends WebSocketContract {

    private final PostgresDatabase database = PostgresDatabase.create();

    @Override
    Map<String, String> variables(FakeUpstream provider) {
        return RunningGateway.on(database, provider);
    }

    @Override
    void drop() {
        database.close();
    }
}
