package ai.ongoing.gateway.cli;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

final class SqliteReportTest extends ReportContract {

    @Override
    String target() {
        return "b.db";
    }

    @Override
    void execute(String sql) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("b.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
