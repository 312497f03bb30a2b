package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.cli.command.Terminal;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.TestStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class UnsoundSourceTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private int copy(TestStore file, PostgresDatabase server, String option) {
        said.reset();
        PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
        String path = ((StorageSettings.Sqlite) file.settings()).file().toString();
        return new Cli(new Terminal(stream, stream, Path.of(""), Map.of("SERVER", server.dsn())), config -> 42)
                .run("db", "copy", "--from", path, "--to", "env:SERVER", option);
    }

    @Test
    void aFileWhoseRowsReferToNothingIsNotCopiedAndTheDryRunSaysWhy() throws SQLException {
        try (TestStore file = TestStore.open(StorageDriver.SQLITE);
                PostgresDatabase server = PostgresDatabase.create()) {
            file.execute(
                    "PRAGMA foreign_keys = OFF",
                    "INSERT INTO workspaces (id, org_id, created_at) VALUES ('w', 'nobody', 0)");
            String finding = "table workspaces, key nobody, w: refers to a row of organizations that is not there";
            assertThat(copy(file, server, "--migrate-target")).isEqualTo(12);
            assertThat(said.toString(StandardCharsets.UTF_8))
                    .contains("is not sound: " + finding)
                    .contains("Nothing was copied");
            assertThat(copy(file, server, "--dry-run")).isEqualTo(12);
            assertThat(said.toString(StandardCharsets.UTF_8)).contains("The source is damaged: " + finding);
        }
    }

    /** What an index of some rows lacks is not seen at a glance; whoever reads along it would never know of the row. */
    @Test
    void aFileWithAnIndexThatLacksARowIsNeverProven() throws SQLException {
        try (TestStore file = TestStore.open(StorageDriver.SQLITE);
                PostgresDatabase server = PostgresDatabase.create()) {
            String where = " WHERE name = 'idx_traces_correlation_id'";
            String index = value(file.connect(), "SELECT rootpage || ', ' || quote(sql) FROM sqlite_master" + where);
            file.execute("PRAGMA writable_schema = ON", "DELETE FROM sqlite_master" + where);
            file.execute(
                    "INSERT INTO traces (id, timestamp, created_at, provider, model, request_method, request_path, correlation_id)"
                            + " VALUES ('a', '2026-11-20 20:51:08 +0000 UTC', '2026-11-20 20:51:08 +0000 UTC', 'openai', 'm', 'POST', '/', 'c')");
            file.execute(
                    "PRAGMA writable_schema = ON",
                    "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql)"
                            + " VALUES ('index', 'idx_traces_correlation_id', 'traces', " + index + ")");
            for (int run = 0; run < 2; run++) {
                assertThat(copy(file, server, "--migrate-target")).isEqualTo(12);
                assertThat(said.toString(StandardCharsets.UTF_8))
                        .contains("is not sound: row 1 missing from index idx_traces_correlation_id")
                        .contains("What was copied is not proven");
            }
            assertThat(value(server.connect(), "SELECT state FROM copy_jobs")).isEqualTo("running");
        }
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (connection;
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
