package ai.ongoing.gateway;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

@RunsOn(StorageDriver.SQLITE)
final class SqliteNewerSchemaTest extends NewerSchemaContract {

    private final SqliteDatabase database = SqliteDatabase.create();

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
