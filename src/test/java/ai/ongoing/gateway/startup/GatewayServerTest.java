package ai.ongoing.gateway.startup;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.ServerConfig;
import ai.ongoing.gateway.startup.connection.ConnectionLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.server.WebServer;
import reactor.core.publisher.Mono;

/** The server's limits, asked over raw sockets. */
final class GatewayServerTest {

    private static final Duration DEADLINE = Duration.ofMillis(800);
    private static final Duration LATE = DEADLINE.multipliedBy(2);
    private static final Duration IDLE = DEADLINE.multipliedBy(4);
    private static final Duration SLOW = DEADLINE.multipliedBy(2);
    private static final int BIG = 32 * 1024 * 1024;
    private static final int MAX_HEADERS = 64 * 1024;
    private static final int HEADS = 256 * 1024;

    private final WebServer server = new GatewayServer(
                    new ServerConfig("127.0.0.1", 0, List.of(), Duration.ofSeconds(1), MAX_HEADERS),
                    new ConnectionLimits(DEADLINE, IDLE, LATE, HEADS))
            .factory(routes -> routes.post(
                            "/echo",
                            (request, response) ->
                                    response.send(request.receive().retain()))
                    .get(
                            "/slow",
                            (request, response) ->
                                    response.sendString(Mono.delay(SLOW).thenReturn("slow")))
                    .get("/big", (request, response) -> response.sendByteArray(Mono.just(new byte[BIG]))))
            .getWebServer((request, response) -> {
                response.setRawStatusCode(204);
                return response.setComplete();
            });

    GatewayServerTest() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void takesHeadersUpToTheLimitAndAnswers431Beyond() throws IOException {
        assertThat(status("GET / HTTP/1.1\r\nHost: x\r\nX-Big: " + "a".repeat(MAX_HEADERS - 1000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 204");
        assertThat(status("GET / HTTP/1.1\r\nHost: x\r\nX-Big: " + "a".repeat(MAX_HEADERS + 1000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
    }

    /** The target and the headers have the limit each: a target that is too long is told by a status of its own. */
    @Test
    void takesATargetUpToTheLimitAndAnswers414Beyond() throws IOException {
        String headers = " HTTP/1.1\r\nHost: x\r\nX-Big: " + "a".repeat(MAX_HEADERS - 1000) + "\r\n\r\n";
        assertThat(status("GET /" + "a".repeat(MAX_HEADERS - 1000) + headers)).startsWith("HTTP/1.1 204");
        assertThat(status("GET /" + "a".repeat(MAX_HEADERS + 1000) + headers)).startsWith("HTTP/1.1 414");
    }

    @Test
    void theLimitsOfAProcessAreThoseOfTheDocuments() {
        assertThat(ConnectionLimits.ofThisProcess())
                .isEqualTo(new ConnectionLimits(
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(60),
                        Runtime.getRuntime().maxMemory() / 8));
    }

    @Test
    void closesAConnectionWhoseHeadersDrip() throws Exception {
        // The server counts from the connection, of which this side may hear a moment later.
        long begun = System.nanoTime();
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
            int answered = 0;
            socket.setSoTimeout(20);
            while (answered >= 0) {
                answered = drip(socket, out);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(DEADLINE, DEADLINE.multipliedBy(10));
        }
    }

    /** Sends a little more of the head; -1 once the server is gone. */
    private static int drip(Socket socket, OutputStream out) {
        try {
            out.write("X-A: b\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read();
        } catch (java.net.SocketTimeoutException e) {
            return 0;
        } catch (IOException reset) {
            return -1;
        }
    }

    @Test
    void closesAConnectionThatSaysNothing() throws IOException {
        try (Socket socket = connect()) {
            socket.setSoTimeout(10_000);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void closesAConnectionThatHasNoFurtherRequest() throws IOException {
        try (Socket socket = connect()) {
            socket.setSoTimeout(60_000);
            // The server counts from its answer, which lies between these two.
            long asked = System.nanoTime();
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 204");
            long answered = System.nanoTime();
            assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).endsWith("\r\n\r\n");
            long closed = System.nanoTime();
            assertThat(Duration.ofNanos(closed - asked))
                    .isGreaterThanOrEqualTo(IDLE.multipliedBy(9).dividedBy(10));
            assertThat(Duration.ofNanos(closed - answered)).isLessThanOrEqualTo(IDLE.multipliedBy(10));
        }
    }

    @Test
    void givesABodyAllTheTimeItTakes() throws Exception {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            out.write("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab"
                    .getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout((int) DEADLINE.multipliedBy(3).toMillis());
            StringBuilder answer = new StringBuilder();
            // Longer than the headers may take, and only then the rest of the body.
            readUntilSilent(in, answer);
            out.write("cd".getBytes(StandardCharsets.US_ASCII));
            readUntil(in, answer, "cd");
            assertThat(answer).startsWith("HTTP/1.1 200").contains("ab");
        }
    }

    /** A head that begins while a call is under way has its time when that call is over, and cuts nobody's answer. */
    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.1\r\nHo", "G"})
    void endsNoCallBecauseItsClientSpeaksEarly(String early) throws Exception {
        try (Socket socket = connect()) {
            askSlowly(socket, early);
            InputStream in = socket.getInputStream();
            String rest = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".substring(early.isBlank() ? 0 : early.length());
            assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
            socket.getOutputStream().write(rest.getBytes(StandardCharsets.US_ASCII));
            StringBuilder answers = new StringBuilder();
            socket.setSoTimeout((int) DEADLINE.dividedBy(2).toMillis());
            readUntil(in, answers, "HTTP/1.1 204");
            assertThat(answers).contains("slow");
        }
    }

    /** Whoever reads its answer slowly is still being answered, long after the last of it was written. */
    @Test
    void givesAnEarlyHeadItsTimeFromTheEndOfAnAnswerReadSlowly() throws Exception {
        try (Socket socket = connect()) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("GET /big HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHo".getBytes(StandardCharsets.US_ASCII));
            Thread.sleep(DEADLINE.multipliedBy(2));
            assertThat(in.readNBytes(BIG)).hasSize(BIG);
            socket.getOutputStream().write("st: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout((int) DEADLINE.dividedBy(2).toMillis());
            readUntil(in, new StringBuilder(), "HTTP/1.1 204");
        }
    }

    @Test
    void closesAConnectionWhoseEarlyHeadNeverEnds() throws Exception {
        try (Socket socket = connect()) {
            askSlowly(socket, "GET / HTTP/1.1\r\nHo");
            long begun = System.nanoTime();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200")
                    .contains("slow");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(DEADLINE, DEADLINE.multipliedBy(10));
        }
    }

    @Test
    void closesAConnectionWhoseBodyGoesOnForTooLongAfterItsAnswer() throws Exception {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write("POST /refused HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(20_000);
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 204");
            long answered = System.nanoTime();
            int more = 0;
            socket.setSoTimeout(20);
            while (more >= 0) {
                more = drip(socket, out);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - answered))
                    .isBetween(LATE.multipliedBy(9).dividedBy(10), LATE.multipliedBy(10));
        }
    }

    private static void askSlowly(Socket socket, String early) throws Exception {
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        // In a read of its own, while the answer is awaited.
        Thread.sleep(DEADLINE.dividedBy(4));
        socket.getOutputStream().write(early.getBytes(StandardCharsets.US_ASCII));
    }

    private static void readUntilSilent(InputStream in, StringBuilder into) throws IOException {
        try {
            int read;
            while ((read = in.read()) >= 0) {
                into.append((char) read);
            }
        } catch (java.net.SocketTimeoutException silent) {
            // The server waits for more.
        }
    }

    /** Fails when the server has nothing more to say, or says nothing. */
    private static void readUntil(InputStream in, StringBuilder into, String end) throws IOException {
        while (into.indexOf(end) < 0) {
            int read = in.read();
            assertThat(read).as("after %s", into).isNotNegative();
            into.append((char) read);
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.getPort());
    }

    private String status(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(10_000);
            byte[] answer = socket.getInputStream().readNBytes(12);
            return new String(answer, StandardCharsets.US_ASCII);
        }
    }
}
