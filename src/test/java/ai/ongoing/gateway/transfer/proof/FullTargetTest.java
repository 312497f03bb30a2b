package ai.ongoing.gateway.transfer.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.ongoing.gateway.GatewayApplication;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.testkit.Namespaces;
import ai.ongoing.gateway.testkit.OwnPostgres;
import ai.ongoing.gateway.testkit.PostgresBinaries;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.transfer.copy.CopyException;
import ai.ongoing.gateway.transfer.copy.CopyReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target whose disk is full halfway says so, keeps what was committed, and takes the rest once there is room. */
final class FullTargetTest {

    private static final int CALLS = 12_000;

    /** Copies onto a small disk of a namespace's own, then again after it has grown; prints each exit code. */
    private static final String SMALL_DISK = """
            mount -t tmpfs -o "size=12m" tmpfs "$1"
            target="$1/target.db"
            shift
            "$@" --to "$target"
            echo "exit $?"
            mount -o remount,size=256m "${target%/*}"
            "$@" --to "$target"
            echo "exit $?"
            """;

    @TempDir
    private Path directory;

    private static TestStore filled() throws SQLException {
        TestStore file = TestStore.open(StorageDriver.SQLITE);
        file.gateway().close();
        try (Connection connection = file.connect()) {
            MovedHouse.fill(connection, CALLS);
        }
        return file;
    }

    @Test
    void aFileGoesOnWhenItsDiskHasRoomAgain() throws Exception {
        Namespaces.assumeMounting();
        try (TestStore file = filled()) {
            Path disk = Files.createDirectory(directory.resolve("disk"));
            Process shell = new ProcessBuilder(List.of(
                            "unshare",
                            "-Urm",
                            "sh",
                            "-c",
                            SMALL_DISK,
                            "sh",
                            disk.toString(),
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-XX:TieredStopAtLevel=1",
                            "-Xmx192m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            GatewayApplication.class.getName(),
                            "db",
                            "copy",
                            "--from",
                            ((StorageSettings.Sqlite) file.settings()).file().toString(),
                            "--migrate-target",
                            "--chunk-rows",
                            "500"))
                    .redirectErrorStream(true)
                    .start();
            String told = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(told)
                    .containsSubsequence(
                            "the disk is full; make room; what was committed stays",
                            "exit 1\n",
                            "Going on with copy ",
                            "traces: Found " + CALLS + " records",
                            " were there)",
                            "Every row was read back",
                            "exit 0\n")
                    .doesNotContain("Exception in thread");
        }
    }

    @Test
    @Tag("long")
    void aServerGoesOnWhenItsDiskHasRoomAgain() throws Exception {
        Optional<PostgresBinaries> binaries = PostgresBinaries.ofTheTestServer();
        assumeThat(binaries)
                .as("the test server's programs are of this machine")
                .isPresent();
        Namespaces.assumeMounting();
        try (TestStore file = filled();
                OwnPostgres server = OwnPostgres.startWithDisk(binaries.orElseThrow(), "60m");
                PostgresDatabase database = PostgresDatabase.createOn(server)) {
            StorageSettings target = TestStore.postgres(database.dsn());
            execute(
                    database,
                    "CREATE TABLE ballast (words TEXT)",
                    "ALTER TABLE ballast ALTER words SET STORAGE PLAIN",
                    "INSERT INTO ballast SELECT repeat('x', 3000) FROM generate_series(1, 11000)");
            assertThatThrownBy(() -> MovedHouse.copyExcluding(file.settings(), target, "ballast"))
                    .hasMessageContaining("the disk is full; make room; what was committed stays")
                    .isInstanceOfSatisfying(
                            CopyException.class, e -> assertThat(e.exit()).isEqualTo(MigrationExit.FAILED));
            execute(database, "DROP TABLE ballast");
            CopyReport report = MovedHouse.copy(file.settings(), target);
            assertThat(report.written()).isLessThan(report.rows());
            assertThat(MovedHouse.contents(target)).isEqualTo(MovedHouse.contents(file.settings()));
        }
    }

    private static void execute(PostgresDatabase database, String... statements) throws SQLException {
        try (Connection connection = database.connectAsSuperuser();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
