package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.PostgresBinaries;
import ai.ongoing.gateway.testkit.RunsOn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The development database from PostgreSQL's own programs, for real. */
@RunsOn(StorageDriver.POSTGRES)
final class DevDbProgramsTest {

    @TempDir
    Path directory;

    private DevDbCalls calls;

    @BeforeEach
    void findPrograms() throws SQLException {
        Optional<PostgresBinaries> binaries = PostgresBinaries.ofTheTestServer();
        assumeThat(binaries)
                .as("programs of the tests' PostgreSQL on this machine")
                .isPresent();
        calls = new DevDbCalls(Map.of(
                "PATH", binaries.orElseThrow().folder() + ":/usr/bin:/bin", "ONGOINGAI_DEV_DB_DIR", home().toString()));
    }

    private Path home() {
        return directory.resolve("dev db");
    }

    @AfterEach
    void stop() {
        calls.run("reset", "--yes");
    }

    @Test
    void livesFromUpToReset() throws IOException, SQLException {
        int port = freePort();
        assertThat(calls.run("up", "--port", "" + port)).as(calls.said()).isZero();
        assertThat(calls.said())
                .contains("✓ Starting PostgreSQL...", "✓ PostgreSQL is ready", "ongoingai:***@localhost:" + port)
                .doesNotContain(password());
        assertThat(execute(port, "CREATE TABLE kept (n int)")).isEqualTo("ongoingai, superuser: f");

        assertThat(calls.run("up")).as("again").isZero();
        assertThat(calls.run("status")).isZero();
        assertThat(calls.said())
                .contains("✓ PostgreSQL is running", "Port: " + port)
                .doesNotContain(password());

        assertThat(calls.run("down")).isZero();
        assertThat(calls.run("status")).isEqualTo(1);
        assertThat(calls.said()).contains("ongoingai dev-db up");

        assertThat(calls.run("up")).as(calls.said()).isZero();
        execute(port, "INSERT INTO kept VALUES (1)");

        assertThat(calls.run("reset")).isEqualTo(10);
        assertThat(calls.said()).contains("ongoingai dev-db reset --yes");
        assertThat(calls.run("reset", "--yes")).isZero();
        assertThat(home()).doesNotExist();
    }

    @Test
    void isAnEndOfACopyAndOfAComparison() throws IOException {
        Path file = directory.resolve("traces.db");
        assertThat(calls.command("migrate", "up", "--db", file.toString()))
                .as(calls.said())
                .isZero();
        String[] move = {"migrate-sqlite", "--from", file.toString(), "--to", "dev-db", "--config", ""};
        assertThat(calls.command(move)).isEqualTo(2);
        assertThat(calls.said()).contains("ongoingai dev-db up");
        String[] verify = {"db", "verify", "--left", file.toString(), "--right", "dev-db"};
        assertThat(calls.command(verify)).isEqualTo(2);
        assertThat(calls.said())
                .contains("--right dev-db: there is no development database yet", "ongoingai dev-db up");

        assertThat(calls.run("up", "--port", "" + freePort())).as(calls.said()).isZero();
        assertThat(calls.command(move)).as(calls.said()).isZero();
        assertThat(calls.said()).contains("Total records migrated: 2").doesNotContain(password());
        assertThat(calls.command(verify)).as(calls.said()).isZero();
        assertThat(calls.said()).contains("equal: 2 rows in 4 tables").doesNotContain(password());
        assertThat(calls.command("db", "parity", "--left", "dev-db", "--right", file.toString()))
                .as(calls.said())
                .isZero();
    }

    @Test
    void isWhereABackupIsRestored() throws IOException {
        String file = directory.resolve("traces.db").toString();
        String backup = directory.resolve("traces.backup").toString();
        assertThat(calls.command("migrate", "up", "--db", file))
                .as(calls.said())
                .isZero();
        assertThat(calls.command("db", "backup", "--db", file, "--to", backup))
                .as(calls.said())
                .isZero();
        String[] restore = {"db", "restore", "--from", backup, "--to", "dev-db"};
        assertThat(calls.command(restore)).isEqualTo(2);
        assertThat(calls.said()).contains("--to dev-db: there is no development database yet");

        assertThat(calls.run("up", "--port", "" + freePort())).as(calls.said()).isZero();
        assertThat(calls.command(restore)).as(calls.said()).isZero();
        assertThat(calls.said())
                .contains("every count and hash is the backup's")
                .doesNotContain(password());
        assertThat(calls.command("db", "restore", "--help")).isZero();
        assertThat(calls.said()).contains("or dev-db");
    }

    @Test
    void leavesADirectoryAloneThatItDidNotMake() throws IOException {
        Path theirs = Files.createDirectories(home().resolve("data"));
        Path page = Files.writeString(theirs.resolve("PG_VERSION"), "18");
        for (String[] words : new String[][] {{"up"}, {"down"}, {"reset", "--yes"}}) {
            assertThat(calls.run(words)).isEqualTo(1);
            assertThat(calls.said())
                    .contains(home() + " (ONGOINGAI_DEV_DB_DIR) is not empty", "ongoingai did not make it");
            assertThat(page).hasContent("18");
            assertThat(home()).isDirectoryNotContaining(path -> !path.equals(theirs));
        }
    }

    @Test
    void keepsThePasswordToItsOwner() throws IOException {
        assertThat(calls.run("up", "--port", "" + freePort())).as(calls.said()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home().resolve("password"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home())))
                .isEqualTo("rwx------");
    }

    @Test
    void namesAPortThatIsTaken() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            assertThat(calls.run("up", "--port", "" + port)).isEqualTo(1);
            assertThat(calls.said())
                    .contains("Port " + port + " is already in use", "lsof -i :" + port, "ongoingai dev-db up --port ");
        }
        assertThat(calls.run("status")).isEqualTo(1);
    }

    @Test
    void refusesToMoveWhileItRuns() throws IOException {
        int port = freePort();
        assertThat(calls.run("up", "--port", "" + port)).as(calls.said()).isZero();
        assertThat(calls.run("up", "--port", "" + freePort())).isEqualTo(1);
        assertThat(calls.said()).contains("running on port " + port + " already", "ongoingai dev-db down");
    }

    private String execute(int port, String sql) throws IOException, SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/ongoingai?sslmode=disable";
        try (Connection connection = DriverManager.getConnection(url, "ongoingai", password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            ResultSet row = statement.executeQuery(
                    "SELECT rolname || ', superuser: ' || left(rolsuper::text, 1) FROM pg_roles WHERE rolname = current_user");
            row.next();
            return row.getString(1);
        }
    }

    private String password() throws IOException {
        return Files.readString(home().resolve("password")).strip();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
