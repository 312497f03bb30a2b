package ai.ongoing.gateway;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

@RunsOn(StorageDriver.POSTGRES)
final class PostgresNewerSchemaTest extends NewerSchemaContract {

    private final PostgresDatabase database = PostgresDatabase.create();

    @Override
    Map<String, String> variables() {
        return RunningGateway.on(database, upstream);
    }

    @Override
    Connection connect() throws SQLException {
        return database.connect();
    }

    @Override
    void closeStore() {
        database.close();
    }
}
