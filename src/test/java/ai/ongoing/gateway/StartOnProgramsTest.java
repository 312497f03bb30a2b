package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.PostgresBinaries;
import ai.ongoing.gateway.testkit.RunsOn;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole {@code ongoingai start}: PostgreSQL's own programs and a gateway on them, until somebody stops it. */
@RunsOn(StorageDriver.POSTGRES)
final class StartOnProgramsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    private Path programs;
    private int runs;

    @BeforeEach
    void findPrograms() throws Exception {
        Optional<PostgresBinaries> binaries = PostgresBinaries.ofTheTestServer();
        assumeThat(binaries)
                .as("programs of the tests' PostgreSQL on this machine")
                .isPresent();
        programs = binaries.orElseThrow().folder();
    }

    @AfterEach
    void removeTheDatabase() throws Exception {
        ended(ongoingai("dev-db", "reset", "--yes"));
    }

    private Process ongoingai(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                GatewayApplication.class.getName()));
        command.addAll(List.of(words));
        runs++;
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(said("out").toFile())
                .redirectError(said("err").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ONGOINGAI_") || name.startsWith("OTEL_"));
        builder.environment().put("PATH", programs + ":/usr/bin:/bin");
        builder.environment()
                .put("ONGOINGAI_DEV_DB_DIR", directory.resolve("dev-db").toString());
        return builder.start();
    }

    private Path said(String stream) {
        return directory.resolve(runs + "." + stream);
    }

    private static int ended(Process process) throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String answer(int port, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            var response = client.send(request, BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        } catch (IOException e) {
            return "0 " + e;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void ticksFourLinesServesOnPostgresAndEndsAtSigterm() throws Exception {
        int database = freePort();
        assertThat(ended(ongoingai("dev-db", "up", "--port", "" + database)))
                .as(Files.readString(said("err")))
                .isZero();
        assertThat(ended(ongoingai("dev-db", "down"))).isZero();

        int port = freePort();
        Process start = ongoingai("start", "--host", "127.0.0.1", "--port", "" + port);
        try {
            await().atMost(PATIENCE).until(() -> {
                assertThat(start.isAlive()).as(Files.readString(said("err"))).isTrue();
                return answer(port, "/readyz").startsWith("200 ");
            });
            List<String> lines = Files.readAllLines(said("out"));
            assertThat(lines.get(0)).matches("✓ PostgreSQL \\d+ is available: " + programs);
            assertThat(lines)
                    .startsWith(
                            lines.get(0),
                            "✓ Starting PostgreSQL...",
                            "✓ PostgreSQL is ready",
                            "✓ Server starting at http://127.0.0.1:" + port);
            assertThat(answer(port, "/api/health"))
                    .startsWith("200 ")
                    .contains("postgres")
                    .contains("\"status\":\"ok\"");
        } finally {
            start.destroy();
        }
        assertThat(ended(start)).as(Files.readString(said("err"))).isZero();
        assertThat(answer(port, "/livez")).startsWith("0 ");
        String password = Files.readString(directory.resolve("dev-db/password")).strip();
        assertThat(Files.readString(said("out")) + Files.readString(said("err")))
                .doesNotContain(password);

        assertThat(ended(ongoingai("dev-db", "status")))
                .as("the database stays up for the next start")
                .isZero();
    }
}
