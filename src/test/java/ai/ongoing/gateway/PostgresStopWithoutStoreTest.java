package ai.ongoing.gateway;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.FaultyLink;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** A stop while PostgreSQL cannot be reached. */
@Tag("long")
@RunsOn(StorageDriver.POSTGRES)
final class PostgresStopWithoutStoreTest extends StopWithoutStoreContract {

    private final PostgresDatabase database = PostgresDatabase.create();
    private final FaultyLink link = FaultyLink.to(database.host(), database.port());

    @AfterEach
    void discard() throws IOException {
        link.close();
        database.close();
    }

    @Override
    Map<String, String> variables(FakeUpstream upstream) {
        Map<String, String> variables = RunningGateway.on(database, upstream);
        variables.put("ONGOINGAI_STORAGE_DSN", database.dsnThrough(link.port()));
        return variables;
    }

    @Override
    StoredCalls stored() {
        return StoredCalls.in(database);
    }

    @Override
    Outage away() {
        link.breakDown();
        return link::repair;
    }
}
