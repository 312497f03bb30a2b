package ai.ongoing.gateway.devdb;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a start is waited for: once, whatever it is that takes the time. */
final class ReadyWithinTest {

    /** An engine whose server takes its role after two seconds. */
    private static final String DOCKER = """
            #!/bin/sh
            case "$1" in
              info) echo 28.2.2 ;;
              container | volume) [ "$2" = create ] ;;
              run) ;;
              exec) sleep 2; touch "$(dirname "$0")/role" ;;
            esac
            """;

    @TempDir
    Path directory;

    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void stopAnswering() {
        over.countDown();
    }

    @Test
    void aPortThatAnswersAfterTheTimeIsTooLate() throws IOException {
        Path docker = Files.writeString(directory.resolve("docker"), DOCKER);
        Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwx------"));
        int port = freePort();
        Thread.ofVirtual().start(() -> answerTwoSecondsAfterTheRole(port));
        Programs programs = new Programs(Map.of("PATH", directory + ":/usr/bin:/bin"));
        ContainerDatabase database = new ContainerDatabase(
                new DevHome(directory.resolve("home")), new Docker(programs), Duration.ofSeconds(3), _ -> {});

        assertThatThrownBy(() -> database.up(Optional.of(port)))
                .isInstanceOf(DevDatabaseException.class)
                .hasMessageContaining("PostgreSQL was not ready within 3 s");
    }

    private void answerTwoSecondsAfterTheRole(int port) {
        try {
            while (!Files.exists(directory.resolve("role"))) {
                Thread.sleep(10);
            }
            Thread.sleep(2_000);
            try (ServerSocket server = new ServerSocket(port, 5, InetAddress.getLoopbackAddress())) {
                while (over.getCount() > 0) {
                    try (Socket client = server.accept()) {
                        client.getInputStream().readNBytes(8);
                        client.getOutputStream().write('N');
                    }
                }
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
