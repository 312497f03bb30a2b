package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.schema.GoFixtures;
import ai.ongoing.gateway.testkit.RunsOn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RunsOn(StorageDriver.SQLITE)
class SqliteMigrateTest extends MigrateContract {

    @Override
    Map<String, String> environment() {
        return Map.of("ONGOINGAI_STORAGE_PATH", file().toString());
    }

    private Path file() {
        return directory.resolve("data/ongoingai.db");
    }

    /** Every file below the directory with its bytes. */
    @Override
    Object fingerprint() throws IOException {
        Map<String, Integer> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path one : files.filter(Files::isRegularFile).toList()) {
                bytes.put(directory.relativize(one).toString(), Arrays.hashCode(Files.readAllBytes(one)));
            }
        }
        return bytes;
    }

    @Override
    void execute(String sql) throws SQLException, IOException {
        Files.createDirectories(directory.resolve("data"));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    void addTrace() throws SQLException, IOException {
        execute("INSERT INTO traces (id, timestamp, provider, model, request_method, request_path, cost_nano_usd)"
                + " VALUES ('t', '2026-01-01 00:00:00 +0000 UTC', 'openai', 'm', 'POST', '/v1', 7)");
    }

    @Override
    void fillAsTheGoProgramDid() throws IOException {
        Files.createDirectories(directory.resolve("data"));
        Files.copy(GoFixtures.file("ongoingai-sqlite.db"), file());
    }

    @Override
    void close() {}

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
