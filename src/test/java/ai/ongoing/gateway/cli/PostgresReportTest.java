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
final class PostgresReportTest extends ReportContract {

    private PostgresDatabase server;

    @BeforeEach
    void openServer() {
        server = PostgresDatabase.create();
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Override
    String target() {
        return server.dsn();
    }

    @Override
    void execute(String sql) {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
