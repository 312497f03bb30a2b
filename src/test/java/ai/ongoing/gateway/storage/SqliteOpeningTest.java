package ai.ongoing.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.schema.SchemaSession;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import ai.ongoing.gateway.testkit.TestStore;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator meets whose {@code storage.path} is right, and whose is not. */
@RunsOn(StorageDriver.SQLITE)
final class SqliteOpeningTest {

    private SqliteDatabase place = SqliteDatabase.create();
    private GatewayDatabase database = new GatewayDatabase();

    @BeforeEach
    void fresh() {
        place.close();
        place = SqliteDatabase.create();
        database = new GatewayDatabase();
    }

    @AfterEach
    void close() {
        database.close();
        place.close();
    }

    @Test
    void makesDirectoriesAndFilesThatOnlyTheirOwnerReads() throws IOException {
        Path file = place.directory().resolve("new/deep/traces.db");
        database.open(TestStore.sqlite(file));
        writeSomething();
        assertThat(mode(place.directory().resolve("new/deep"))).isEqualTo("rwx------");
        assertThat(List.of("", "-wal", "-shm", ".lock", ".migrate.lock"))
                .allSatisfy(suffix -> assertThat(mode(file.resolveSibling("traces.db" + suffix)))
                        .isEqualTo("rw-------"));
    }

    @Test
    void closesAnOlderFileToOthers() throws IOException {
        Files.createFile(
                place.file(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        database.open(TestStore.sqlite(place.file()));
        assertThat(mode(place.file())).isEqualTo("rw-------");
    }

    @Test
    void refusesWhatIsNoFileAndLeavesItsModeAlone() throws IOException {
        Path socket = place.directory().resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
            refuses(
                    socket,
                    "storage.path " + socket + " is a device, a pipe or a socket; name a file that may be created");
            assertThat(mode(socket)).isEqualTo("rw-rw-rw-");
        }
        assertThat(socket.resolveSibling("socket.lock")).doesNotExist();
    }

    @Test
    void refusesADirectoryAsStoragePath() {
        refuses(
                place.directory(),
                "storage.path " + place.directory() + " is a directory; name a file in it, for example "
                        + place.directory().resolve("ongoingai.db"));
    }

    @Test
    void refusesAFileWhereADirectoryShouldBe() throws IOException {
        Path blocker = Files.writeString(place.directory().resolve("blocker"), "x");
        refuses(
                blocker.resolve("traces.db"),
                "storage.path " + blocker.resolve("traces.db") + " needs the directory " + blocker + ", but " + blocker
                        + " is a file; move it away or choose another storage.path");
    }

    @Test
    void refusesAFileThatIsNotADatabaseAndLeavesItAlone() throws IOException {
        Files.writeString(place.file(), "my precious notes, longer than a header");
        refuses(
                place.file(),
                "storage.path " + place.file() + ": file is not a database; it is left as it is: choose another"
                        + " storage.path, or restore the file from a backup");
        assertThat(place.file()).hasContent("my precious notes, longer than a header");
        assertThat(List.of("-wal", "-shm"))
                .allSatisfy(suffix -> assertThat(place.directory().resolve("ongoingai.db" + suffix))
                        .doesNotExist());
    }

    @Test
    void refusesADamagedDatabase() throws IOException {
        byte[] damaged = new byte[8192];
        byte[] magic = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(magic, 0, damaged, 0, magic.length);
        java.util.Arrays.fill(damaged, 16, damaged.length, (byte) 0x5a);
        Files.write(place.file(), damaged);
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> database.open(TestStore.sqlite(place.file())))
                .withMessageMatching("storage.path .*(not a database|malformed).*backup.*");
    }

    @Test
    void namesWhatFileModesForbid() throws IOException {
        Path unreadable = Files.createFile(place.directory().resolve("unreadable.db"));
        Files.setPosixFilePermissions(unreadable, PosixFilePermissions.fromString("-w-------"));
        Path readOnly = Files.createFile(place.directory().resolve("read-only.db"));
        Files.setPosixFilePermissions(readOnly, PosixFilePermissions.fromString("r--------"));
        Path closed = Files.createDirectory(place.directory().resolve("closed"));
        Path inClosed = Files.createFile(closed.resolve("traces.db"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-x------"));
        String user = System.getProperty("user.name");
        try (ChildJvm child = ChildJvm.startBoundByFileModes(
                "open",
                unreadable.toString(),
                readOnly.toString(),
                inClosed.toString(),
                closed.resolve("sub/traces.db").toString())) {
            assertThat(child.line())
                    .startsWith("storage.path " + unreadable + " cannot be read by user " + user + " (mode -w-------");
            assertThat(child.line())
                    .startsWith("storage.path " + readOnly + " cannot be written by user " + user + " (mode r--------");
            assertThat(child.line())
                    .startsWith("storage.path " + inClosed + " stands in a directory that user " + user
                            + " cannot write (mode r-x------");
            assertThat(child.line())
                    .startsWith("storage.path " + closed.resolve("sub/traces.db") + " needs the directory "
                            + closed.resolve("sub") + ", which cannot be created: no permission for ");
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void refusesASecondGatewayByNameInThisProcess() {
        database.open(TestStore.sqlite(place.file()));
        try (GatewayDatabase second = new GatewayDatabase()) {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> second.open(TestStore.sqlite(place.file())))
                    .withMessage("storage.path " + place.file() + " is in use by another gateway (this very process);"
                            + " one gateway process a file: stop that one, or give this one a storage.path of its own");
        }
    }

    @Test
    void refusesASecondGatewayByNameInAnotherProcessAndOpensWhenThatOneIsKilled() throws Exception {
        try (ChildJvm child = ChildJvm.start("hold", place.file().toString(), "0")) {
            assertThat(child.line()).isEqualTo("holding");
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> database.open(TestStore.sqlite(place.file())))
                    .withMessageStartingWith("storage.path " + place.file() + " is in use by another gateway (process "
                            + child.pid() + " on ");
            child.kill();
        }
        database.open(TestStore.sqlite(place.file()));
        assertThat(database.status().trouble()).isEmpty();
    }

    @Test
    void keepsItsLockWhileAnotherTryIsRefused() throws Exception {
        database.open(TestStore.sqlite(place.file()));
        try (GatewayDatabase second = new GatewayDatabase()) {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> second.open(TestStore.sqlite(place.file())));
        }
        try (ChildJvm child = ChildJvm.start("open", place.file().toString())) {
            assertThat(child.line()).contains("is in use by another gateway");
        }
    }

    @Test
    void letsOtherProgramsReadMeanwhile() throws SQLException {
        database.open(TestStore.sqlite(place.file()));
        writeSomething();
        try (Connection reader = place.connect();
                Statement statement = reader.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM sqlite_master")) {
            assertThat(rows.next()).isTrue();
        }
    }

    @Test
    void knowsItsSizeWithTheLog() {
        database.open(TestStore.sqlite(place.file()));
        long before = database.status().sizeBytes().orElseThrow();
        writeSomething();
        assertThat(database.status().sizeBytes().orElseThrow())
                .isEqualTo(place.file().toFile().length()
                        + place.directory().resolve("ongoingai.db-wal").toFile().length())
                .isGreaterThan(before);
        assertThat(database.status().driver()).isEqualTo("sqlite");
    }

    private void writeSomething() {
        try (SchemaSession schema = database.schema()) {
            schema.migrate();
        }
    }

    private void refuses(Path path, String message) {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> database.open(TestStore.sqlite(path)))
                .withMessage(message);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
