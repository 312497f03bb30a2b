package ai.ongoing.gateway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A PostgreSQL server of a test's own, in a temporary directory and on loopback: of another version than the common
 * one, or with a disk to fill. As root it runs in a user namespace, because the server refuses root. Closing stops it
 * and deletes the directory.
 */
public final class OwnPostgres implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final List<String> STEP_DOWN = List.of("unshare", "-U");

    /** Mounts a disk over a directory as root of a namespace, then runs the rest. */
    private static final String WITH_DISK = "mount -t tmpfs -o \"size=$1\" tmpfs \"$2\"; shift 2; exec \"$@\"";

    private static final String LET_IN =
            "local all all trust\nhost all postgres all trust\nhost all all all scram-sha-256\n";

    private final Path directory;
    private final int port;
    private final List<String> command;
    private Process server;

    private OwnPostgres(Path directory, int port, List<String> command) throws IOException {
        this.directory = directory;
        this.port = port;
        this.command = List.copyOf(command);
        this.server = process(command, directory);
    }

    /** Starts a server and waits until it answers. */
    public static OwnPostgres start(PostgresBinaries binaries) {
        Path directory = prepared(binaries);
        return started(binaries, directory, asPlainUser());
    }

    /**
     * Starts a server that alone sees a small disk at {@link #disk()}, for a tablespace.
     *
     * @param size in the words of mount, such as {@code 20m}
     */
    public static OwnPostgres startWithDisk(PostgresBinaries binaries, String size) {
        Path directory = prepared(binaries);
        List<String> prefix = new ArrayList<>(List.of("unshare", "-Urm", "sh", "-ec", WITH_DISK, "sh", size));
        prefix.add(diskIn(directory).toString());
        prefix.addAll(STEP_DOWN);
        return started(binaries, directory, prefix);
    }

    private static Path prepared(PostgresBinaries binaries) {
        try {
            Path directory = Files.createTempDirectory("gateway-postgres");
            Files.createDirectory(diskIn(directory));
            List<String> initdb = new ArrayList<>(asPlainUser());
            initdb.addAll(
                    List.of(binaries.program("initdb").toString(), "-A", "trust", "-U", "postgres", "-E", "UTF8"));
            initdb.addAll(List.of("--locale=C", "-N", "-D", dataIn(directory).toString()));
            Process process = process(initdb, directory);
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException("initdb failed: " + Files.readString(directory.resolve("log")));
            }
            Files.writeString(dataIn(directory).resolve("pg_hba.conf"), LET_IN);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static OwnPostgres started(PostgresBinaries binaries, Path directory, List<String> prefix) {
        try {
            int port = freePort();
            List<String> command = new ArrayList<>(prefix);
            command.addAll(List.of(
                    binaries.program("postgres").toString(),
                    "-D",
                    dataIn(directory).toString()));
            command.addAll(List.of("-p", Integer.toString(port), "-k", directory.toString()));
            for (String setting : List.of("listen_addresses=127.0.0.1", "fsync=off", "max_connections=300")) {
                command.addAll(List.of("-c", setting));
            }
            OwnPostgres started = new OwnPostgres(directory, port, command);
            started.awaitAnswer();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> asPlainUser() {
        return System.getProperty("user.name").equals("root") ? STEP_DOWN : List.of();
    }

    private static Process process(List<String> command, Path directory) throws IOException {
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
    }

    private static Path dataIn(Path directory) {
        return directory.resolve("data");
    }

    private static Path diskIn(Path directory) {
        return directory.resolve("disk");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() throws IOException {
        if (!server.isAlive()) {
            throw new IllegalStateException("the server ended: " + Files.readString(directory.resolve("log")));
        }
        try (Connection connection = connect("postgres")) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    private void awaitAnswer() {
        Awaitility.await("the server's first answer").atMost(PATIENCE).until(this::answers);
    }

    /** SIGKILL: what its clients and its disk see of a crash. */
    public void kill() {
        signal("-KILL");
    }

    /** Its fast way to stop; the plain signal would wait for every client to leave. */
    public void stop() {
        signal("-INT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", name, Long.toString(server.pid()))
                    .start()
                    .waitFor();
            if (!server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Starts it on the data it left, on the same port. A small disk comes back empty. A backend that has not noticed a
     * kill yet keeps the next server from starting, so that is tried until it works.
     */
    public void startAgain() {
        Awaitility.await("the server's first answer again").atMost(PATIENCE).until(() -> {
            if (!server.isAlive()) {
                server = process(command, directory);
            }
            try (Connection connection = connect("postgres")) {
                return connection.isValid(5);
            } catch (SQLException e) {
                return false;
            }
        });
    }

    /** A connection string of the superuser. */
    public String dsn(String database) {
        return "postgresql://postgres:postgres@127.0.0.1:" + port + "/" + database + "?sslmode=disable";
    }

    /** A connection as superuser. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?sslmode=disable", "postgres", "postgres");
    }

    PostgresServer asTestServer() {
        return new PostgresServer("server of a test's own", "127.0.0.1", port, "postgres", "postgres", "postgres");
    }

    /** Where the server sees its small disk. */
    public Path disk() {
        return diskIn(directory);
    }

    @Override
    public void close() {
        stop();
        try {
            FileTree.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
