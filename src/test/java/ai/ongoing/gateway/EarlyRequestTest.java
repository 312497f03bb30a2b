package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.testkit.Answer;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that come on a connection before the last one is over, on both sides of the server. Reactor Netty 1.3.7 by
 * itself never reads such a connection again when the early request is answered on the spot.
 */
final class EarlyRequestTest {

    private static final int READ_MILLIS = 5_000;

    private final SqliteDatabase database = SqliteDatabase.create();
    private final FakeUpstream upstream = FakeUpstream.start();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final RunningGateway gateway;

    EarlyRequestTest() {
        upstream.answer((request, wire) -> {
            goOn.await();
            Answer.json("200 OK", "{\"slow\":true}").play(request, wire);
        });
        gateway = RunningGateway.started(RunningGateway.on(database, upstream));
    }

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1",
                "GET /livez HTTP/1.1",
                "GET /readyz HTTP/1.1",
                "GET /nowhere HTTP/1.1",
                "DELETE /api/health HTTP/1.1",
                "OPTIONS /api/traces HTTP/1.1",
                "OPTIONS /openai/v1/models HTTP/1.1",
                "GET /api/openapi.yaml HTTP/1.1"
            })
    void areAnsweredInTurnAndLeaveTheConnectionUsable(String early) throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), gateway.uri("/").getPort())) {
            socket.setSoTimeout(READ_MILLIS);
            send(socket, "GET /openai/v1/models HTTP/1.1\r\nHost: x\r\n\r\n" + early + "\r\nHost: x\r\n\r\n");
            goOn.countDown();
            assertThat(read(socket, 2)).as("both answers").contains("{\"slow\":true}");
            for (int i = 0; i < 3; i++) {
                send(socket, early + "\r\nHost: x\r\n\r\n");
                assertThat(read(socket, 1)).as("answer " + i + " after").startsWith("HTTP/1.1 ");
            }
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads until so many answers have begun and nothing more comes for a moment. */
    private static String read(Socket socket, int answers) throws IOException {
        StringBuilder text = new StringBuilder();
        InputStream in = socket.getInputStream();
        socket.setSoTimeout(READ_MILLIS);
        try {
            int next;
            while ((next = in.read()) >= 0) {
                text.append((char) next);
                if (text.toString().split("HTTP/1\\.1 ", -1).length > answers) {
                    socket.setSoTimeout(100);
                }
            }
        } catch (SocketTimeoutException silent) {
            // All has come, or nothing will.
        }
        return text.toString();
    }
}
