package ai.ongoing.gateway.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.config.ProxyConfig;
import ai.ongoing.gateway.proxy.ExchangeObserver.Ending;
import ai.ongoing.gateway.proxy.egress.Failures.Kind;
import ai.ongoing.gateway.testkit.Answer;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.NoLeaks;
import ai.ongoing.gateway.testkit.RawClient;
import ai.ongoing.gateway.testkit.RawResponse;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that go away and providers that break: noticed at once, never taken for a good end, always recorded. */
@ExtendWith(NoLeaks.class)
class BadEndsTest {

    private static final SeenExchange.End BROKEN = new SeenExchange.End(Ending.UPSTREAM_ERROR, false);

    private final FakeUpstream upstream = FakeUpstream.start();
    private ProxyServer gateway = ProxyServer.before(upstream.uri());

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    private void restart(ProxyConfig config) {
        gateway.close();
        gateway = ProxyServer.before(upstream.uri(), config);
    }

    @Test
    void cancelsASilentProviderAsSoonAsTheClientLeaves() throws Exception {
        upstream.answer(Answer.silence());
        gateway.leftAfterAsking(upstream);
        assertThat(upstream.lastReceived().awaitPeerClosed(5)).isTrue();
        assertThat(gateway.exchange().end()).isEqualTo(SeenExchange.End.LEFT);
        assertThat(gateway.logged().status()).isEqualTo(499);
    }

    @Test
    void cancelsAStreamThatPausesAsSoonAsTheClientLeaves() throws Exception {
        upstream.answer((request, wire) -> {
            wire.head("200 OK", "Content-Type: text/event-stream", "Transfer-Encoding: chunked")
                    .chunk("data: 1\n\n");
            wire.awaitPeerClose();
        });
        gateway.leftAfterReading(14);
        assertThat(upstream.lastReceived().awaitPeerClosed(5)).isTrue();
        assertThat(gateway.exchange().end()).isEqualTo(SeenExchange.End.LEFT);
        assertThat(gateway.exchange().responseText()).isEqualTo("data: 1\n\n");
        assertThat(gateway.logged().status()).isEqualTo(200);
    }

    @Test
    void recordsAClientThatLeavesInTheMiddleOfItsUpload() throws Exception {
        upstream.answer(Answer.json("200 OK", "{}"));
        try (RawClient client = gateway.connect()) {
            client.head("POST /openai/v1/x HTTP/1.1", "Host: x", "Content-Length: 1000")
                    .send("abc");
            Awaitility.await().until(() -> !upstream.received().isEmpty());
        }
        assertThat(upstream.lastReceived().awaitPeerClosed(5)).isTrue();
        assertThat(gateway.exchange().end()).isEqualTo(SeenExchange.End.LEFT);
    }

    @Test
    void cutsTheClientWhenTheProviderBreaksOff() throws Exception {
        upstream.answer(Answer.events("data: 1\n\n", "data: 2\n\n").resettingAt(12));
        try (RawClient client = gateway.connect()) {
            client.head("GET /openai/s HTTP/1.1", "Host: x");
            assertThatThrownBy(client::readResponse).isInstanceOf(IOException.class);
        }
        assertThat(gateway.exchange().end()).isEqualTo(BROKEN);
        assertThat(gateway.exchange().endings()).isEqualTo(1);
        assertThat(gateway.logged().status()).isEqualTo(200);
    }

    @Test
    void cutsTheClientWhenTheProviderEndsTooEarly() throws Exception {
        upstream.answer((request, wire) -> {
            wire.head("200 OK", "Content-Length: 10").text("12345");
            wire.close();
        });
        try (RawClient client = gateway.connect()) {
            client.head("GET /openai/s HTTP/1.1", "Host: x");
            client.readHead();
            assertThat(client.readRaw(5)).isEqualTo("12345");
            assertThat(client.readsToEnd()).isTrue();
        }
        assertThat(gateway.exchange().end()).isEqualTo(BROKEN);
        upstream.answer((request, wire) -> {
            wire.head("200 OK", "Transfer-Encoding: chunked").chunk("12345");
            wire.close();
        });
        try (RawClient client = gateway.connect()) {
            client.head("GET /openai/s HTTP/1.1", "Host: x");
            assertThatThrownBy(client::readResponse).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void answers502WhenNobodyListens() throws Exception {
        int free;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = taken.getLocalPort();
        }
        gateway.close();
        gateway = ProxyServer.before(URI.create("http://127.0.0.1:" + free));
        try (RawClient client = gateway.connect()) {
            client.head("POST /openai/v1/x HTTP/1.1", "Host: x", "X-Request-ID: me", "Content-Length: 2")
                    .send("{}");
            assert502(client.readResponse());
            // The connection is still good for the next call.
            client.head("GET /openai/v1/y HTTP/1.1", "Host: x");
            assertThat(client.readResponse().status()).isEqualTo(502);
        }
        assertThat(gateway.failures(Kind.CONNECT)).isEqualTo(2);
        assertThat(gateway.exchange().end()).isEqualTo(BROKEN);
        assertThat(gateway.exchange().status).isEqualTo(502);
        assertThat(gateway.logged().status()).isEqualTo(502);
        assertThat(gateway.logged().path()).isEqualTo("/openai/v1/x");
    }

    /** A multicast address takes no connections, and Linux knows no way there. */
    @Test
    void answers502WhenThereIsNoWayToTheProvider() throws Exception {
        gateway.close();
        gateway = ProxyServer.before(URI.create("http://224.0.0.1:80"));
        assertThat(statusOfACall()).isEqualTo(502);
        assertThat(gateway.failures(Kind.CONNECT)).isEqualTo(1);
        assertThat(gateway.failures(Kind.ANSWER)).isZero();
    }

    private static void assert502(RawResponse response) {
        assertThat(response.status()).isEqualTo(502);
        assertThat(response.text()).isEqualTo("upstream request failed\n");
        assertThat(response.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(response.header("X-OngoingAI-Correlation-ID")).isEqualTo("me");
        assertThat(response.header("X-OngoingAI-Trace-ID")).isEqualTo("trace-1");
    }

    @Test
    void answers502WhenTheProviderClosesWithoutAnAnswer() throws Exception {
        upstream.answer((request, wire) -> wire.close());
        try (RawClient client = gateway.connect()) {
            client.head("POST /openai/v1/x HTTP/1.1", "Host: x", "X-Request-ID: me", "Content-Length: 2")
                    .send("{}");
            assert502(client.readResponse());
        }
        assertThat(upstream.received())
                .as("a request that was sent is never repeated")
                .hasSize(1);
    }

    @Test
    void answers502WhenTheProviderResetsOrTalksNonsense() throws Exception {
        upstream.answer((request, wire) -> wire.reset());
        assertThat(statusOfACall()).isEqualTo(502);
        upstream.answer((request, wire) -> {
            wire.text("SSH-2.0-nonsense\r\n\r\n");
            wire.awaitPeerClose();
        });
        assertThat(statusOfACall()).isEqualTo(502);
        assertThat(gateway.failures(Kind.ANSWER)).isEqualTo(2);
    }

    private int statusOfACall() throws IOException {
        try (RawClient client = gateway.connect()) {
            client.head("GET /openai/v1/x HTTP/1.1", "Host: x");
            return client.readResponse().status();
        }
    }

    @Test
    void answers504WhenTheProviderStaysSilent() throws Exception {
        restart(ProxyServer.idleAfter(Duration.ofMillis(300)));
        upstream.answer(Answer.silence());
        try (RawClient client = gateway.connect()) {
            client.head("GET /openai/v1/x HTTP/1.1", "Host: x");
            RawResponse response = client.readResponse();
            assertThat(response.status()).isEqualTo(504);
            assertThat(response.text()).isEqualTo("upstream timed out\n");
        }
        assertThat(gateway.exchange().end()).isEqualTo(BROKEN);
        assertThat(upstream.lastReceived().awaitPeerClosed(5)).isTrue();
    }

    @Test
    void cutsAStreamThatFallsSilent() throws Exception {
        restart(ProxyServer.idleAfter(Duration.ofMillis(300)));
        upstream.answer((request, wire) -> {
            wire.head("200 OK", "Transfer-Encoding: chunked").chunk("1");
            wire.awaitPeerClose();
        });
        try (RawClient client = gateway.connect()) {
            client.head("GET /openai/v1/x HTTP/1.1", "Host: x");
            assertThatThrownBy(client::readResponse).isInstanceOf(IOException.class);
        }
        assertThat(gateway.exchange().end()).isEqualTo(BROKEN);
        assertThat(gateway.failures(Kind.ANSWER)).isEqualTo(1);
    }

    @Test
    void blamesNoProviderForAClientThatDoesNotRead() throws Exception {
        restart(ProxyServer.idleAfter(Duration.ofSeconds(1)));
        byte[] block = new byte[64 * 1024];
        upstream.answer((request, wire) -> {
            wire.head("200 OK", "Transfer-Encoding: chunked");
            while (true) {
                wire.chunk(block);
            }
        });
        try (RawClient client = gateway.connect()) {
            client.head("GET /openai/v1/x HTTP/1.1", "Host: x");
            client.readHead();
            assertThat(gateway.exchange().end()).isEqualTo(SeenExchange.End.LEFT);
        }
        assertThat(gateway.failures(Kind.ANSWER)).isZero();
    }

    @Test
    void givesUpAnUploadThatFallsSilent() throws Exception {
        restart(ProxyServer.idleAfter(Duration.ofMillis(300)));
        try (RawClient client = gateway.connect()) {
            client.head("POST /openai/v1/x HTTP/1.1", "Host: x", "Content-Length: 10")
                    .send("abc");
            assertThat(client.readResponse().status()).isEqualTo(408);
        }
        assertThat(gateway.exchange().end()).isEqualTo(SeenExchange.End.LEFT);
        assertThat(gateway.failures(Kind.ANSWER)).isZero();
        assertThat(upstream.lastReceived().awaitPeerClosed(5)).isTrue();
    }

    /** Every byte is a move, so the silence of {@code proxy.idle_timeout} never comes. */
    @Test
    void givesUpAnUploadThatDrips() throws Exception {
        restart(ProxyServer.uploadingWithin(Duration.ofMillis(600)));
        try (RawClient client = gateway.connect()) {
            client.head("POST /openai/v1/x HTTP/1.1", "Host: x", "Content-Length: 100000");
            for (int i = 0; gateway.log.isEmpty(); i++) {
                assertThat(i).as("drips taken").isLessThan(200);
                client.send("a");
                Thread.sleep(50);
            }
            assertThat(client.readResponse().status()).isEqualTo(408);
        }
        assertThat(gateway.exchange().end()).isEqualTo(SeenExchange.End.LEFT);
        assertThat(upstream.lastReceived().awaitPeerClosed(5)).isTrue();
    }

    @Test
    void theLeastRateIsThatOfTheDocuments() {
        assertThat(IdleWatch.LEAST_UPLOAD).isEqualTo(240);
    }

    /** Longer than the limit, at ten times the rate that is asked for. */
    @Test
    void takesAnUploadThatIsSlowButComes() throws Exception {
        restart(ProxyServer.uploadingWithin(Duration.ofSeconds(2)));
        upstream.answer(Answer.json("200 OK", "{}"));
        String piece = "a".repeat(IdleWatch.LEAST_UPLOAD);
        try (RawClient client = gateway.connect()) {
            client.head("POST /openai/v1/x HTTP/1.1", "Host: x", "Content-Length: " + 50 * piece.length());
            for (int i = 0; i < 50; i++) {
                client.send(piece);
                Thread.sleep(100);
            }
            assertThat(client.readResponse().status()).isEqualTo(200);
        }
        assertThat(gateway.exchange().end()).isEqualTo(new SeenExchange.End(Ending.COMPLETE, true));
    }

    /**
     * The client could send and is not let: what the provider does not take is not the client's to answer for. Small
     * chunks leave room on the way to the provider while nobody asks for more of them.
     */
    @ParameterizedTest
    @ValueSource(ints = {1 << 20, 300})
    void blamesNoUploadForAProviderThatDoesNotRead(int chunk) throws Exception {
        restart(ProxyServer.uploadingWithin(Duration.ofSeconds(1)));
        upstream.answerOnHead((request, wire) -> {
            Thread.sleep(4_000);
            wire.readBody();
            Answer.json("200 OK", "{}").play(request, wire);
        });
        int chunks = (24 << 20) / chunk;
        byte[] framed = (Integer.toHexString(chunk) + "\r\n" + "a".repeat(chunk) + "\r\n").getBytes(US_ASCII);
        try (RawClient client = gateway.connect()) {
            client.head("POST /openai/v1/x HTTP/1.1", "Host: x", "Transfer-Encoding: chunked");
            for (int i = 0; i < chunks; i++) {
                client.send(framed);
            }
            client.send("0\r\n\r\n");
            assertThat(client.readResponse().status()).isEqualTo(200);
        }
        assertThat(upstream.lastReceived().bodyLength()).isEqualTo((long) chunks * chunk);
    }

    /** Getting to the provider takes its time, and none of the client's. */
    @Test
    void givesAnUploadItsTimeFromWhenItMayBegin() throws Exception {
        gateway.close();
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            gateway = ProxyServer.before(
                    URI.create("http://provider.test"),
                    ProxyServer.uploadingWithin(Duration.ofSeconds(2)),
                    Map.of("HTTP_PROXY", "127.0.0.1:" + silent.getLocalPort()));
            try (RawClient client = gateway.connect()) {
                client.head("POST /openai/v1/x HTTP/1.1", "Host: x", "Content-Length: 1000")
                        .send("a");
                try (Socket tunnel = silent.accept()) {
                    Thread.sleep(1_900);
                    tunnel.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
                    Thread.sleep(1_000);
                    client.send("a".repeat(999));
                    tunnel.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes(US_ASCII));
                    assertThat(client.readResponse().status()).isEqualTo(200);
                }
            }
        }
    }

    @Test
    void interruptsWhatRunsWhenTheGatewayStops() throws Exception {
        upstream.answer((request, wire) -> {
            wire.head("200 OK", "Transfer-Encoding: chunked").chunk("1");
            wire.awaitPeerClose();
        });
        try (RawClient client = gateway.connect()) {
            client.head("GET /openai/v1/x HTTP/1.1", "Host: x");
            client.readHead();
            assertThat(gateway.routes.inFlight()).isEqualTo(1);
            gateway.routes.interrupt();
            assertThat(client.readsToEnd()).isTrue();
        }
        assertThat(gateway.exchange().end()).isEqualTo(new SeenExchange.End(Ending.INTERRUPTED, false));
        assertThat(gateway.routes.inFlight()).isZero();
        assertThat(upstream.lastReceived().awaitPeerClosed(5)).isTrue();
    }
}
