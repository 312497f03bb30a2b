package ai.ongoing.gateway;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Recorded traffic with its traces in PostgreSQL, under a plain owner role. */
@RunsOn(StorageDriver.POSTGRES)
final class PostgresRecordedTrafficTest extends RecordedTrafficContract {

    private static PostgresDatabase database;

    @BeforeAll
    static void create() {
        database = PostgresDatabase.create();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Override
    Map<String, String> variables(FakeUpstream provider) {
        return RunningGateway.on(database, provider);
    }
}
