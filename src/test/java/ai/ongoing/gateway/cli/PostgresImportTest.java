package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

@RunsOn(StorageDriver.POSTGRES)
final class PostgresImportTest extends ImportContract {

    private PostgresDatabase theirs;
    private PostgresDatabase ours;

    @BeforeEach
    void openDatabases() {
        theirs = PostgresDatabase.create();
        ours = PostgresDatabase.create();
    }

    @AfterEach
    void closeDatabases() {
        theirs.close();
        ours.close();
    }

    @Override
    String source() {
        return theirs.dsn();
    }

    @Override
    String target() {
        return ours.dsn();
    }

    @Override
    Connection foreign() throws SQLException {
        return theirs.connect();
    }

    @Override
    Connection store() throws SQLException {
        Connection connection = ours.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET ongoingai.scope = 'operator'");
        }
        return connection;
    }

    @Override
    String truth() {
        return "BOOLEAN";
    }

    @Override
    String time() {
        return "TIMESTAMP";
    }
}
