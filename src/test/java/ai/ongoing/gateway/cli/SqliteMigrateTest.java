package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.RunsOn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RunsOn(StorageDriver.SQLITE)
class SqliteMigrateTest extends MigrateContract {

    @Override
    TypedFile store() {
        return new TypedFile(directory);
    }

    private Path file() {
        return store().file();
    }

    @Test
    void aFileNamedByFlagWinsOverTheConfiguration() {
        assertThat(run("migrate up --db other.db")).as(err()).isZero();
        assertThat(directory.resolve("other.db")).exists();
        assertThat(file()).doesNotExist();
        assertThat(run("migrate status -db=other.db")).isZero();
        assertThat(run("migrate status --db elsewhere.db")).isEqualTo(3);
        assertThat(directory.resolve("elsewhere.db")).doesNotExist();
        assertThat(out()).contains("Run \"ongoingai migrate up --db elsewhere.db\", or start once");
        assertThat(run("migrate check --db elsewhere.db")).isEqualTo(3);
        assertThat(err()).contains("Run \"ongoingai migrate up --db elsewhere.db\", or start once");
        assertThat(run("migrate plan --db elsewhere.db")).isEqualTo(3);
        assertThat(out()).startsWith("ongoingai migrate up --db elsewhere.db would run");
    }

    /** A slip in the path must not look like success. */
    @ParameterizedTest
    @ValueSource(strings = {"down", "redo", "repair", "events", "validate"})
    void saysThatTheNamedFileIsNotThere(String command) {
        assertThat(run("migrate " + command + " --db elsewhere.db")).isEqualTo(11);
        assertThat(err()).contains("there is no SQLite file ", "elsewhere.db; name the one that is meant");
        assertThat(directory.resolve("elsewhere.db")).doesNotExist();
    }

    /** A command that has something to write makes a file that is not there; no other does. */
    @ParameterizedTest
    @ValueSource(strings = {"up", "baseline", "adopt --yes"})
    void whatWritesMakesTheFile(String command) {
        assertThat(run("migrate " + command)).as(err()).isZero();
        assertThat(file()).exists();
        assertThat(version()).isPositive();
    }

    @Test
    void theFlagWinsOverAServerToo() {
        Map<String, String> server = Map.of(
                "ONGOINGAI_STORAGE_DRIVER", "postgres",
                "ONGOINGAI_STORAGE_DSN", "postgres://u:S3cret@127.0.0.1:1/d?sslmode=disable");

        assertThat(run(server, "migrate up --db other.db")).as(err()).isZero();
        assertThat(run(server, "migrate status")).isEqualTo(11);
        assertThat(err()).doesNotContain("S3cret").hasLineCount(1);
    }

    @Test
    void whatIsNoDatabaseIsRefusedAndLeftAsItIs() throws IOException {
        Files.writeString(directory.resolve("notes.txt"), "these are notes, and no database at all");

        assertThat(run("migrate up --db notes.txt")).isNotZero();
        assertThat(run("migrate status --db notes.txt")).isNotZero();
        assertThat(err()).isNotEmpty();
        assertThat(directory.resolve("notes.txt")).hasContent("these are notes, and no database at all");
    }

    @Test
    void lookingBesideAWriterLeavesTheFileAlone() throws Exception {
        assertThat(run("migrate up")).isZero();
        try (Connection writer = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = writer.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("DELETE FROM traces");
            byte[] before = Files.readAllBytes(file());

            assertThat(run("migrate check")).as(err()).isZero();
            assertThat(run("migrate status")).isZero();
            assertThat(run("migrate plan")).isZero();
            assertThat(file()).hasBinaryContent(before);
            statement.execute("ROLLBACK");
        }
    }
}
