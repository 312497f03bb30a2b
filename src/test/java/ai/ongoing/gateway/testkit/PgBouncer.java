package ai.ongoing.gateway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The real pooler before a test database, where this machine has it. Closing stops it. */
public final class PgBouncer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final int port;

    private PgBouncer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    public static boolean installed() {
        return program().findFirst().isPresent();
    }

    private static Stream<Path> program() {
        return Stream.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer")
                .map(Path::of)
                .filter(Files::isExecutable);
    }

    /**
     * Starts it; clients come as whoever they say and work as the database's owner.
     *
     * @param mode session, transaction or statement
     */
    public static PgBouncer start(PostgresDatabase database, String mode, Path directory) {
        try {
            int port = freePort();
            Path settings = Files.writeString(directory.resolve("pgbouncer.ini"), """
                    [databases]
                    %1$s = host=%2$s port=%3$d dbname=%1$s user=%4$s password=%5$s
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %6$d
                    unix_socket_dir =
                    auth_type = any
                    pool_mode = %7$s
                    ignore_startup_parameters = extra_float_digits,options
                    """.formatted(
                            database.name(),
                            database.host(),
                            database.port(),
                            database.owner(),
                            database.password(),
                            port,
                            mode));
            List<String> command = new ArrayList<>();
            if (System.getProperty("user.name").equals("root")) {
                command.addAll(List.of("unshare", "-U")); // it refuses root
            }
            command.addAll(List.of(program().findFirst().orElseThrow().toString(), settings.toString()));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("pgbouncer.log").toFile())
                    .start();
            PgBouncer pooler = new PgBouncer(process, port);
            Awaitility.await("the pooler's first answer").atMost(PATIENCE).until(pooler::listens);
            return pooler;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
