package ai.ongoing.gateway.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.config.ServerConfig;
import ai.ongoing.gateway.startup.connection.ConnectionLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.WebServer;
import reactor.core.publisher.Sinks;

/** What the heads of all connections may hold together, tried out over raw sockets. */
final class HeadBudgetTest {

    private static final int KIB = 1024;
    private static final String HEAD = " HTTP/1.1\r\nHost: x\r\n";
    private static final String ORDINARY = "GET /" + HEAD + "\r\n";

    private final AtomicInteger waiting = new AtomicInteger();
    private final Sinks.One<String> answer = Sinks.one();
    private final List<Socket> sockets = new ArrayList<>();
    private final WebServer server = new GatewayServer(
                    new ServerConfig("127.0.0.1", 0, List.of(), Duration.ofSeconds(1), 128 * KIB),
                    new ConnectionLimits(
                            Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60), 256 * KIB))
            .factory(routes -> routes.post(
                            "/echo",
                            (request, response) ->
                                    response.send(request.receive().retain()))
                    .get("/slow", (request, response) -> {
                        // Behind the read that brought it: a head is counted to its last byte at the end of that.
                        request.withConnection(
                                calling -> calling.channel().eventLoop().execute(waiting::incrementAndGet));
                        return response.sendString(answer.asMono());
                    }))
            .getWebServer((request, response) -> {
                response.setRawStatusCode(204);
                return response.setComplete();
            });

    HeadBudgetTest() {
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        hangUp();
        server.stop();
    }

    private void hangUp() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
        socket.setSoTimeout(20_000);
        sockets.add(socket);
        return socket;
    }

    private static void send(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private Socket saying(String text) throws IOException {
        Socket socket = connect();
        send(socket, text);
        return socket;
    }

    private static String status(Socket socket) throws IOException {
        return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }

    /** Whether the server has closed the connection without a word. */
    private static boolean isEnded(Socket socket) throws IOException {
        socket.setSoTimeout(1);
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream()); // an answer may stand before the end
            return true;
        } catch (java.net.SocketTimeoutException waiting) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private long ended() throws IOException {
        long ended = 0;
        for (Socket socket : sockets) {
            ended += isEnded(socket) ? 1 : 0;
        }
        return ended;
    }

    /** All of it is there to be had again. */
    private void assertNothingIsHeld() throws IOException {
        hangUp();
        String large = "GET /" + HEAD + headers(1_800) + "\r\n";
        await().untilAsserted(() -> assertThat(status(saying(large))).isEqualTo("HTTP/1.1 204"));
    }

    /** Five letters each, which weigh 130. */
    private static String headers(int count) {
        return "a:b\r\n".repeat(count);
    }

    @Test
    void closesConnectionsWhoseUnfinishedHeadsAreTooMuchTogether() throws IOException {
        String part = "GET /" + HEAD + "X-Big: " + "a".repeat(60 * KIB);
        for (int i = 0; i < 12; i++) {
            saying(part);
        }
        await().until(() -> ended() >= 5);
        assertThat(status(saying(ORDINARY))).isEqualTo("HTTP/1.1 204");
        assertNothingIsHeld();
    }

    @Test
    void refusesAHeadOfMoreHeadersThanThereIsMemoryFor() throws IOException {
        assertThat(status(saying("GET /" + HEAD + headers(1_800) + "\r\n"))).isEqualTo("HTTP/1.1 204");
        assertThat(status(saying("GET /" + HEAD + headers(3_000) + "\r\n"))).isEqualTo("HTTP/1.1 431");
        assertNothingIsHeld();
    }

    @Test
    void countsTheHeadOfACallUntilItIsOver() throws Exception {
        Socket first = saying("GET /slow" + HEAD + headers(1_800) + "\r\n");
        await().until(() -> waiting.get() == 1);
        assertThat(status(saying("GET /" + HEAD + headers(1_800) + "\r\n"))).isEqualTo("HTTP/1.1 431");
        answer.tryEmitValue("slow").orThrow();
        assertThat(status(first)).isEqualTo("HTTP/1.1 200");
        assertNothingIsHeld();
    }

    @Test
    void countsTheTargetOfACallUntilItIsOver() throws Exception {
        String large = "GET /slow?" + "x".repeat(110 * KIB) + HEAD + "\r\n";
        Socket first = saying(large);
        Socket second = saying(large);
        await().until(() -> waiting.get() == 2);
        Socket third = saying(large);
        await().until(() -> isEnded(third));
        answer.tryEmitValue("slow").orThrow();
        assertThat(List.of(status(first), status(second))).containsOnly("HTTP/1.1 200");
        assertNothingIsHeld();
    }

    /** What comes behind a small head in the same read is no head. */
    @Test
    void asksNobodyForAnOrdinaryHeadHoweverLittleIsLeft() throws Exception {
        saying("GET /slow" + HEAD + headers(1_980) + "\r\n");
        await().until(() -> waiting.get() == 1);
        Socket kept = connect();
        for (int i = 0; i < 4; i++) {
            send(kept, "POST /echo" + HEAD + "Content-Length: " + 60 * KIB + "\r\n\r\n" + "\n".repeat(60 * KIB));
            assertThat(status(kept)).isEqualTo("HTTP/1.1 200");
            skipHead(kept);
            skipChunks(kept);
        }
    }

    private static void skipChunks(Socket socket) throws IOException {
        StringBuilder chunks = new StringBuilder();
        while (chunks.indexOf("0\r\n\r\n", chunks.length() - 5) < 0) {
            chunks.append((char) socket.getInputStream().read());
        }
    }

    @Test
    void countsEachHeadOfAKeptConnectionOnce() throws IOException {
        Socket kept = connect();
        for (int i = 0; i < 10; i++) {
            send(kept, "GET /" + HEAD + headers(1_500) + "\r\n");
            assertThat(status(kept)).isEqualTo("HTTP/1.1 204");
            skipHead(kept);
        }
        assertThat(ended()).isZero();
    }

    private static void skipHead(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
    }

    /** They are taken apart while they wait, until nothing is left for anybody, and answered in their turn. */
    @Test
    void countsEarlyHeads() throws Exception {
        String early = "GET /" + HEAD + headers(700) + "\r\n";
        Socket client = saying("GET /slow" + HEAD + "\r\n" + early.repeat(4));
        await().until(() -> waiting.get() == 1);
        await().until(() ->
                status(saying("GET /" + HEAD + headers(150) + "\r\n")).equals("HTTP/1.1 431"));
        answer.tryEmitValue("slow").orThrow();
        String answers = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(answers).startsWith("HTTP/1.1 200").contains("slow").contains("HTTP/1.1 204");
        assertThat(answers.substring(answers.lastIndexOf("HTTP/1.1"))).startsWith("HTTP/1.1 431");
        assertNothingIsHeld();
    }

    /** The body is whole by then and may have its answer; no other call follows it. */
    @Test
    void endsAConnectionOfMoreTrailersThanThereIsMemoryFor() throws IOException {
        String begin = "POST /echo" + HEAD + "Transfer-Encoding: chunked\r\n\r\n0\r\n";
        Socket few = saying(begin + headers(100) + "\r\n");
        assertThat(status(few)).isEqualTo("HTTP/1.1 200");
        Socket many = saying(begin + headers(3_000) + "\r\n");
        assertThat(many.getInputStream().readAllBytes()).isNotNull();
        skipHead(few);
        skipChunks(few);
        assertThat(isEnded(few)).isFalse();
        assertNothingIsHeld();
    }

    @Test
    void closesConnectionsWhoseChunksHaveEndlessLines() throws IOException {
        String part = "POST /echo" + HEAD + "Transfer-Encoding: chunked\r\n\r\n1;" + "x".repeat(60 * KIB);
        for (int i = 0; i < 12; i++) {
            saying(part);
        }
        await().until(() -> ended() >= 5);
        assertNothingIsHeld();
    }

    @Test
    void leavesBodiesAlone() throws Exception {
        String body = "{\n}\n".repeat(500 * KIB);
        Socket client = connect();
        Thread sender = Thread.ofVirtual().start(() -> {
            try {
                send(client, "POST /echo" + HEAD + "Content-Length: " + body.length() + "\r\n\r\n" + body);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        assertThat(status(client)).isEqualTo("HTTP/1.1 200");
        skipHead(client);
        // The echo is chunked: as many letters as were sent, and the lengths between them.
        assertThat(client.getInputStream().readNBytes(body.length())).hasSize(body.length());
        sender.join();
    }
}
