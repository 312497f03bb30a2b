package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.transfer.foreign.ForeignException;
import ai.ongoing.gateway.transfer.foreign.ForeignImport;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

final class SqliteImportTest extends ImportContract {

    @Override
    String source() {
        return "theirs.db";
    }

    @Override
    String target() {
        return "ours.db";
    }

    @Override
    Connection foreign() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(source()));
    }

    @Override
    Connection store() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(target()));
    }

    @Override
    void keepALog(Connection foreign) throws SQLException {
        try (Statement statement = foreign.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
        }
    }

    @Override
    String truth() {
        return "BOOLEAN_AS_NUMBER";
    }

    @Override
    String time() {
        return "DATETIME";
    }

    @Test
    void aFileThatIsNotThereOrIsNoDatabaseIsNamed() throws Exception {
        assertThat(bring()).isEqualTo(11);
        assertThat(err()).contains("there is no file ");
        Files.writeString(directory.resolve(source()), "no database".repeat(1_000));
        assertThat(bring()).isEqualTo(11);
        assertThat(err()).contains(source());
    }

    @Test
    void aFileThatIsWrittenWhileItIsReadIsNotTaken() throws Exception {
        try (Connection connection = foreign()) {
            ForeignStores.oceansLlm(connection);
        }
        ForeignImport written =
                new ForeignImport(end("--from", source()), end("--to", target()), calls -> writeIntoTheSource());
        assertThatThrownBy(written::run)
                .isInstanceOfSatisfying(
                        ForeignException.class, e -> assertThat(e.exit()).isEqualTo(MigrationExit.FAILED))
                .hasMessageContaining("theirs.db was written while it was read. Stop the gateway that writes it");
        try (Connection connection = store();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT state FROM copy_jobs")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("running");
        }
        assertThat(bring()).as("when nobody writes").isZero();
    }

    private void writeIntoTheSource() {
        try (Connection connection = foreign();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE api_keys SET last_used_at = 1");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
