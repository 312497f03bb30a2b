package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.cli.command.Terminal;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.Samples;
import ai.ongoing.gateway.testkit.TestStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class VerifyCommandTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int verify(Map<String, String> environment, String... arguments) {
        out.reset();
        err.reset();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                folder,
                environment);
        String[] all = new String[arguments.length + 2];
        all[0] = "db";
        all[1] = "verify";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return new Cli(terminal, config -> 42).run(all);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** Two files with the same rows. */
    private void twins() throws IOException {
        try (TestStore store = TestStore.open(StorageDriver.SQLITE)) {
            store.sink().save(List.of(Samples.trace("a", Samples.FINISHED), Samples.trace("b", Samples.FINISHED)));
            store.gateway().close();
            Path file = ((StorageSettings.Sqlite) store.settings()).file();
            Files.copy(file, folder.resolve("left.db"));
            Files.copy(file, folder.resolve("right.db"));
        }
    }

    private static void change(Path file, String sql) throws SQLException {
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void endsWithZeroWhenEveryRowIsTheSame() throws IOException {
        twins();
        assertThat(verify(Map.of(), "--left", "left.db", "--right", "sqlite:right.db"))
                .as(err())
                .isZero();
        assertThat(out()).contains("traces: 2 rows, equal (").contains("equal: 4 rows in 4 tables");
    }

    @Test
    void endsWithNineAndNamesTableKeyAndColumnButNoValue() throws IOException, SQLException {
        twins();
        change(folder.resolve("right.db"), "UPDATE traces SET model = 'secret words' WHERE id = 'b'");
        assertThat(verify(Map.of(), "--left", "left.db", "--right", "right.db")).isEqualTo(9);
        assertThat(out()).contains("traces: DIFFERENT in 1 of 1024 chunks").contains("key b differs in model");
        assertThat(verify(Map.of(), "--left", "left.db", "--right", "right.db", "--json"))
                .isEqualTo(9);
        JsonNode json = JsonMapper.shared().readTree(out());
        assertThat(json.path("equal").asBoolean()).isFalse();
        assertThat(json.path("exit").asInt()).isEqualTo(9);
        JsonNode traces = json.path("tables").path(2);
        assertThat(traces.path("table").asString()).isEqualTo("traces");
        assertThat(traces.path("left").path("hash").asString()).hasSize(32);
        assertThat(traces.path("different_rows").path(0).path("columns").path(0).asString())
                .isEqualTo("model");
        assertThat(out()).doesNotContain("secret words");
    }

    @Test
    void endsWithTwoWhenItIsNotToldWhatToCompare() throws IOException {
        twins();
        assertThat(verify(Map.of(), "--left", "left.db")).isEqualTo(2);
        assertThat(err()).contains("--right is missing");
        assertThat(verify(Map.of(), "--left", "left.db", "--right", "./left.db"))
                .isEqualTo(2);
        assertThat(err()).contains("name the same database");
        assertThat(verify(Map.of(), "--left", "left.db", "--right", "mysql://localhost/db"))
                .isEqualTo(2);
        assertThat(err()).contains("--right has a scheme that this program does not know");
    }

    @Test
    void endsWithElevenWhenAnEndIsNotThere() throws IOException {
        twins();
        assertThat(verify(Map.of(), "--left", "left.db", "--right", "nowhere.db"))
                .isEqualTo(11);
        assertThat(err()).contains("there is no SQLite file").contains("nowhere.db");
        assertThat(Files.exists(folder.resolve("nowhere.db"))).isFalse();
        try (PostgresDatabase server = PostgresDatabase.create()) {
            String wrong = server.dsn(server.owner(), "not-the-password", server.name());
            assertThat(verify(Map.of("WRONG", wrong), "--left", "left.db", "--right", "env:WRONG"))
                    .isEqualTo(11);
            assertThat(err()).contains("refuses the password").doesNotContain("not-the-password");
        }
    }

    @Test
    void triesAServerThatIsNotThereAgain() throws IOException {
        twins();
        Map<String, String> nobody = Map.of("NOBODY", "postgresql://u:hidden@127.0.0.1:1/d");
        assertThat(verify(nobody, "--left", "left.db", "--right", "env:NOBODY", "--attempts", "2"))
                .isEqualTo(11);
        assertThat(err()).contains("Trying again in 100 ms.", "Tried 2 times.").doesNotContain("hidden");
    }

    @Test
    void endsWithTwelveWhenAFileIsDamaged() throws IOException {
        twins();
        Files.writeString(folder.resolve("letter.db"), "Dear database, ".repeat(100));
        assertThat(verify(Map.of(), "--left", "letter.db", "--right", "right.db"))
                .isEqualTo(12);
        assertThat(err()).contains("letter.db is not a SQLite database");
    }

    @Test
    void comparesAFileWithAServerWhoseTablesAreNotThereYet() throws IOException {
        twins();
        try (PostgresDatabase server = PostgresDatabase.create()) {
            assertThat(verify(Map.of("SERVER", server.dsn()), "--left", "left.db", "--right", "env:SERVER"))
                    .isEqualTo(9);
            assertThat(out()).contains("traces: not compared: the table stands on the left only");
        }
    }
}
