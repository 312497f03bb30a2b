package ai.ongoing.gateway;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/** The vendors' clients with their traces in SQLite. */
@RunsOn(StorageDriver.SQLITE)
final class SqliteOfficialClientsTest extends OfficialClientsContract {

    private static final SqliteDatabase DATABASE = SqliteDatabase.create();

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Override
    Map<String, String> variables(FakeUpstream provider) {
        return RunningGateway.on(DATABASE, provider);
    }
}
