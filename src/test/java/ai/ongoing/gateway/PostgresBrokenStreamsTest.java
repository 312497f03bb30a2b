package ai.ongoing.gateway;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import java.util.Map;

/** Broken streams with PostgreSQL behind the gateway. */
@RunsOn(StorageDriver.POSTGRES)
final class PostgresBrokenStreamsTest extends BrokenStreamsContract {

    private final PostgresDatabase database = PostgresDatabase.create();

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
