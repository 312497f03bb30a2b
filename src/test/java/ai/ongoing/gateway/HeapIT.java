package ai.ongoing.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.InstalledProgram.Run;
import ai.ongoing.gateway.testkit.Answer;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.RawClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program with the heap it gives itself: what clients send does not fill it, and what does ends the process. */
final class HeapIT {

    private static final long MIB = 1024 * 1024;

    @TempDir
    private Path directory = Path.of("");

    private final FakeUpstream upstream = FakeUpstream.start();
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port = RunningGateway.freePort();

    @AfterEach
    void stop() {
        upstream.close();
        client.close();
    }

    /** More than the whole heap, and all of it to be kept: what is kept is the beginning, and what was said stays known. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aBodyLargerThanTheHeapPassesWhileBodiesAreKept() throws Exception {
        Map<String, String> variables = variables();
        variables.put("ONGOINGAI_CAPTURE_BODIES", "true");
        variables.put("ONGOINGAI_PII_MODE", "off");
        variables.put("ONGOINGAI_BODY_MAX_SIZE", Integer.toString(1 << 30));
        InstalledProgram program = InstalledProgram.in(directory);
        Run serve = program.start(variables, "serve");
        awaitReady(serve);
        upstream.answer(Answer.json("200 OK", "{\"model\":\"gpt-4o-2024-08-06\"}"));
        byte[] begin = "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"".getBytes(US_ASCII);
        byte[] block = "all work and no play. ".repeat(47_663).getBytes(US_ASCII);
        int blocks = 200;
        byte[] end = "\"}]}".getBytes(US_ASCII);
        long length = begin.length + (long) blocks * block.length + end.length;
        try (RawClient uploader = RawClient.connect(port)) {
            uploader.head("POST /openai/v1/chat/completions HTTP/1.1", "Host: x", "Content-Length: " + length)
                    .send(begin);
            for (int i = 0; i < blocks; i++) {
                uploader.send(block);
            }
            assertThat(uploader.send(end).readResponse().status()).isEqualTo(200);
        }
        assertThat(upstream.lastReceived().bodyLength()).isEqualTo(length);
        await().until(() -> get("/api/traces").body().contains("\"model\":\"gpt-4o\""));
        assertThat(peakResidentMib(serve.process().pid())).isLessThan(400);
        assertThat(serve.terminate()).isZero();
        String file = "jdbc:sqlite:" + program.standing().resolve("data/ongoingai.db");
        assertThat(storedBody(file)).isBetween(4 * MIB, 6 * MIB);
    }

    private static long peakResidentMib(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                            .findFirst()
                            .orElseThrow()
                    / 1024;
        }
    }

    /** Each head alone is small enough; all together would take four times the heap. */
    @Test
    void unfinishedHeadsOfManyClientsLeaveRoomForOthers() throws Exception {
        Run serve = InstalledProgram.in(directory).start(variables(), "serve");
        awaitReady(serve);
        String head = "GET /openai/v1/models HTTP/1.1\r\nHost: x\r\n" + "a:\r\n".repeat(50_000);
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                clients.add(RawClient.connect(port));
                sendAsFarAsItIsTaken(clients.getLast(), head);
            }
            upstream.answer(Answer.json("200 OK", "{}"));
            assertThat(get("/openai/v1/models").statusCode()).isEqualTo(200);
        } finally {
            for (RawClient one : clients) {
                one.close();
            }
        }
        await().until(() -> get("/api/traces").body().contains("/v1/models"));
        assertThat(serve.terminate()).isZero();
    }

    private static void sendAsFarAsItIsTaken(RawClient client, String head) {
        try {
            client.send(head);
        } catch (IOException refused) {
            // The gateway has closed this one; others are what the test looks at.
        }
    }

    /** A process whose memory is used up has lost threads nobody knows of: it ends at once, for others to start it again. */
    @Test
    void endsWhenItsMemoryIsUsedUp() {
        Map<String, String> variables = variables();
        variables.put("ONGOINGAI_JAVA_OPTS", "-Xms8m -Xmn4m -Xmx12m");
        Run serve = InstalledProgram.in(directory).start(variables, "serve");
        assertThat(serve.exitCode()).as(serve.err()).isEqualTo(3);
        assertThat(serve.err()).contains("Terminating due to java.lang.OutOfMemoryError");
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>();
        variables.put("ONGOINGAI_PORT", Integer.toString(port));
        variables.put("ONGOINGAI_OPENAI_UPSTREAM", upstream.uri().toString());
        return variables;
    }

    private void awaitReady(Run serve) {
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            if (!serve.process().isAlive()) {
                throw new AssertionError("the gateway ended: " + serve.err());
            }
            return get("/readyz").statusCode() == 200;
        });
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static long storedBody(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT LENGTH(request_body) FROM traces")) {
            row.next();
            return row.getLong(1);
        }
    }
}
