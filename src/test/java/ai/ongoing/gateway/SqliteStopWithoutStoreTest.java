package ai.ongoing.gateway;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** A stop while another program holds the SQLite file's lock. */
@Tag("long")
@RunsOn(StorageDriver.SQLITE)
final class SqliteStopWithoutStoreTest extends StopWithoutStoreContract {

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

    @Override
    Outage away() throws SQLException {
        Connection other = database.connect();
        try (Statement lock = other.createStatement()) {
            lock.execute("PRAGMA busy_timeout = 30000");
            lock.execute("BEGIN IMMEDIATE");
        }
        return other::close;
    }
}
