package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.cli.command.ServeLauncher;
import ai.ongoing.gateway.config.GatewayConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The development database in a container, against a stand-in for Docker that keeps its state in files. */
final class DevDbContainerTest {

    /** Knows the commands the gateway uses, notes each, and refuses every other. */
    private static final String DOCKER = """
            #!/bin/sh
            cd "$(dirname "$0")/state" || exit 1
            echo "$*" >>calls
            container() { [ -f container ] || exit 1; }
            case "$1 $2" in
              "info --format") [ ! -f stopped-daemon ] && echo 28.2.2 ;;
              "container inspect")
                container
                case "$4" in
                  *Labels*) cat container ;;
                  *State.Running*) [ -f running ] && echo true || echo false ;;
                  *HostPort*) cat port ;;
                  *StartedAt*) echo 2026-11-21T00:00:00Z ;;
                  *Id*) echo 0123 ;;
                esac ;;
              "volume inspect") [ -f volume ] || exit 1; [ "$4" = "{{.Name}}" ] && echo "$5" || cat volume ;;
              "volume create") echo true >volume ;;
              "volume rm") rm volume ;;
              "run -d")
                [ -n "$POSTGRES_PASSWORD" ] || exit 1
                echo true >container
                for word in "$@"; do case $word in 127.0.0.1:*) echo "$word" | cut -d: -f2 >port ;; esac; done
                touch running ;;
              "start ongoingai-postgres") touch running ;;
              "stop ongoingai-postgres") rm running ;;
              "rm ongoingai-postgres" | "rm -f") rm -f container running port ;;
              "exec -i") [ -f running ] && cat >script ;;
              "logs ongoingai-postgres") echo "a line of the server" ;;
              *) echo "unknown: $*"; exit 1 ;;
            esac
            """;

    @TempDir
    Path directory;

    private final CountDownLatch over = new CountDownLatch(1);
    private DevDbCalls calls;

    @BeforeEach
    void installDocker() throws IOException {
        Files.createDirectory(directory.resolve("state"));
        Path docker = Files.writeString(directory.resolve("docker"), DOCKER);
        Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwx------"));
        calls = new DevDbCalls(Map.of(
                "PATH",
                directory + ":/usr/bin:/bin",
                "ONGOINGAI_DEV_DB_DIR",
                home().toString(),
                "ONGOINGAI_PORT",
                "" + freePort()));
    }

    @AfterEach
    void stopAnswering() {
        over.countDown();
    }

    @Test
    void livesFromUpToReset() throws IOException {
        int port = freePort();
        assertThat(up(port)).as(calls.said()).isZero();
        assertThat(calls.said().lines())
                .startsWith("✓ Docker is available", "✓ Starting PostgreSQL container...", "✓ PostgreSQL is ready");
        assertThat(Files.readString(state("script"))).contains("CREATE ROLE ongoingai", password());
        String password = password();
        assertThat(docker()).noneMatch(call -> call.contains(password));

        assertThat(calls.run("status")).isZero();
        assertThat(calls.said())
                .contains(
                        "=== OngoingAI development database ===",
                        "[Docker Daemon]\n✓ Running (version: 28.2.2)",
                        "[PostgreSQL Container]\n✓ Container 'ongoingai-postgres' is running",
                        "Port: " + port + " → 5432",
                        "Volume: ongoingai-postgres-data",
                        "View logs: docker logs ongoingai-postgres")
                .doesNotContain(password());

        assertThat(calls.command("status", "--config", "", "--db", "none.db"))
                .as("nothing listens, whatever the development database does")
                .isEqualTo(11);
        assertThat(calls.said())
                .contains(
                        "[Docker Daemon]\n✓ Running (version: 28.2.2)",
                        "[PostgreSQL Container]\n✓ Container 'ongoingai-postgres' is running",
                        "[Development Database]\nURL: postgresql://ongoingai:***@localhost:" + port + "/ongoingai\n")
                .doesNotContain(password());
        assertThat(calls.command("status", "--config", "", "--db", "none.db", "--json"))
                .isEqualTo(11);
        assertThat(calls.said())
                .contains("\"development_database\":{", "\"running\":true", "\"ok\":false")
                .doesNotContain(password());

        assertThat(calls.run("down")).isZero();
        assertThat(calls.run("status")).isEqualTo(1);
        assertThat(calls.command("status", "--config", "", "--db", "none.db")).isEqualTo(11);
        assertThat(calls.said()).contains("✗ Container 'ongoingai-postgres' is not running");
        assertThat(state("volume")).exists();
        assertThat(calls.run("reset", "--yes")).isZero();
        assertThat(state("volume")).doesNotExist();
        assertThat(state("container")).doesNotExist();
    }

    @Test
    void leavesAContainerAloneThatItDidNotMake() throws IOException {
        Files.writeString(state("container"), "\n");
        Files.writeString(state("port"), "15432");
        for (List<String> words : List.of(List.of("up"), List.of("down"), List.of("reset", "--yes"))) {
            assertThat(calls.run(words.toArray(String[]::new))).isEqualTo(1);
            assertThat(calls.said()).contains("did not make", "docker rename ongoingai-postgres");
        }
        assertThat(docker()).noneMatch(call -> call.startsWith("rm") || call.startsWith("stop"));
    }

    @Test
    void leavesAVolumeAloneThatItDidNotMake() throws IOException {
        Files.writeString(state("volume"), "\n");
        assertThat(calls.run("up")).isEqualTo(1);
        assertThat(calls.said()).contains("volume ongoingai-postgres-data", "did not make");
        assertThat(calls.run("reset", "--yes")).isEqualTo(1);
        assertThat(state("volume")).exists();
    }

    @Test
    void leavesADirectoryAloneThatItDidNotMake() throws IOException {
        Path notes = Files.writeString(Files.createDirectory(home()).resolve("notes.txt"), "precious");
        for (List<String> words : List.of(List.of("up"), List.of("reset", "--yes"))) {
            assertThat(calls.run(words.toArray(String[]::new))).isEqualTo(1);
            assertThat(calls.said())
                    .contains(
                            home()
                                    + " (ONGOINGAI_DEV_DB_DIR) is not empty: it holds notes.txt, and ongoingai did not make it",
                            "Set ONGOINGAI_DEV_DB_DIR to ");
            assertThat(notes).hasContent("precious");
            assertThat(home()).isDirectoryNotContaining(path -> !path.equals(notes));
        }
        assertThat(state("container")).doesNotExist();
    }

    @Test
    void removesADirectoryOfAVersionWithoutMarkersOnceNothingElseIsInIt() throws IOException {
        assertThat(up(freePort())).isZero();
        Files.delete(home().resolve(".ongoingai-dev-db"));
        Path notes = Files.writeString(home().resolve("notes.txt"), "precious");
        assertThat(calls.run("reset", "--yes")).isEqualTo(1);
        assertThat(calls.said()).contains("it holds notes.txt", "move what is not of the database out of this one");
        assertThat(notes).hasContent("precious");
        assertThat(state("volume")).exists();

        Files.move(notes, directory.resolve("notes.txt"));
        assertThat(calls.run("reset", "--yes")).as(calls.said()).isZero();
        assertThat(home()).doesNotExist();
    }

    @Test
    void removesNothingThatWasPutBesideTheDatabase() throws IOException {
        assertThat(up(freePort())).isZero();
        Path notes = Files.writeString(home().resolve("notes.txt"), "precious");
        assertThat(calls.run("up")).as(calls.said()).isZero();
        assertThat(calls.run("reset", "--yes")).as(calls.said()).isZero();
        assertThat(notes).hasContent("precious");
        assertThat(home()).isDirectoryNotContaining(path -> !path.equals(notes));
    }

    @Test
    void makesAContainerAnewForAnotherPortAndKeepsTheVolume() throws IOException {
        assertThat(up(freePort())).isZero();
        assertThat(calls.run("down")).isZero();
        int other = freePort();
        assertThat(up(other)).as(calls.said()).isZero();
        assertThat(Files.readString(state("port")).strip()).isEqualTo("" + other);
        assertThat(docker()).noneMatch(call -> call.startsWith("volume rm"));
    }

    @Test
    void saysHowToStartADaemonThatDoesNotAnswer() throws IOException {
        assertThat(up(freePort())).isZero();
        Files.createFile(state("stopped-daemon"));
        assertThat(calls.run("up")).isEqualTo(1);
        assertThat(calls.said()).contains("✗ Docker is not available", "sudo systemctl start docker", "docker ps");
    }

    @Test
    void startServesOnTheContainer() throws IOException {
        int port = freePort();
        assertThat(up(port)).isZero();
        AtomicReference<GatewayConfig> served = new AtomicReference<>();
        ServeLauncher launcher = config -> {
            served.set(config);
            return 0;
        };
        assertThat(calls.command(launcher, "start", "--config", "", "--host", "127.0.0.1", "--port", "8099"))
                .as(calls.said())
                .isZero();
        assertThat(calls.said().lines())
                .containsSequence(
                        "✓ Docker is available",
                        "✓ Starting PostgreSQL container...",
                        "✓ PostgreSQL is ready",
                        "✓ Server starting at http://127.0.0.1:8099");
        assertThat(served.get().storage().dsn())
                .isEqualTo(
                        "postgresql://ongoingai:" + password() + "@localhost:" + port + "/ongoingai?sslmode=disable");
    }

    /** The port must be free before the container starts, and answer after. */
    private int up(int port) throws IOException {
        Files.deleteIfExists(state("script"));
        Thread.ofVirtual().start(() -> {
            Awaitility.await().until(() -> Files.exists(state("script")));
            try (ServerSocket _ = answering(port)) {
                over.await();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        return calls.run("up", "--port", "" + port);
    }

    private static ServerSocket answering(int port) throws IOException {
        ServerSocket server = new ServerSocket(port, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    try (Socket client = server.accept()) {
                        client.getInputStream().readNBytes(8);
                        client.getOutputStream().write('N');
                    }
                }
            } catch (IOException closed) {
                // The test is over.
            }
        });
        return server;
    }

    private List<String> docker() throws IOException {
        return Files.readAllLines(state("calls"));
    }

    private Path state(String name) {
        return directory.resolve("state").resolve(name);
    }

    private Path home() {
        return directory.resolve("home");
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
