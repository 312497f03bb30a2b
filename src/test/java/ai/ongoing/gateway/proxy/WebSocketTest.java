package ai.ongoing.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.proxy.ExchangeObserver.Ending;
import ai.ongoing.gateway.proxy.egress.Failures.Kind;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.NoLeaks;
import ai.ongoing.gateway.testkit.RawClient;
import ai.ongoing.gateway.testkit.RawResponse;
import ai.ongoing.gateway.testkit.RealtimeProvider;
import ai.ongoing.gateway.testkit.WebSocketClient;
import ai.ongoing.gateway.testkit.Wire;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that become sessions: what the provider is asked, what passes, in how much memory, and how it ends. */
@ExtendWith(NoLeaks.class)
final class WebSocketTest {

    private static final long MIB = 1024 * 1024;
    private static final String[] UPGRADE = {
        "GET /openai/v1/realtime?model=m HTTP/1.1",
        "Host: x",
        "Connection: keep-alive, Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
        "Sec-WebSocket-Protocol: realtime",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    };

    private final FakeUpstream upstream = FakeUpstream.start();
    private ProxyServer gateway = ProxyServer.before(upstream.uri());

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    private static Wire accept(Wire wire) throws IOException {
        return wire.head(
                "101 Switching Protocols",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    private URI session() {
        return URI.create("http://127.0.0.1:" + gateway.port() + "/openai/v1/realtime?model=m");
    }

    @Test
    void asksTheProviderWithTheClientsKeyAndOffersNoExtension() throws Exception {
        upstream.answerOnHead(RealtimeProvider.accepting("realtime"));
        try (RawClient client = gateway.connect()) {
            client.head(UPGRADE);
            assertThat(client.readHead())
                    .startsWith("HTTP/1.1 101 Switching Protocols")
                    .contains(
                            "X-OngoingAI-Trace-ID: trace-1",
                            "Connection: Upgrade",
                            "Upgrade: websocket",
                            "Sec-WebSocket-Protocol: realtime",
                            // The example of RFC 6455, section 1.3.
                            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        }
        assertThat(upstream.lastReceived().headerLines())
                .containsExactly(
                        "Host: 127.0.0.1:" + upstream.port(),
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Protocol: realtime",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                        "Connection: Upgrade",
                        "Upgrade: websocket");
    }

    @Test
    void passesMessagesOfEverySizeAndCloseCodesBothWays() throws Exception {
        upstream.answerOnHead(RealtimeProvider.accepting("realtime").answering("a\nb", "ü"));
        WebSocketClient client = WebSocketClient.open(session(), "realtime");
        Random random = new Random(7);
        for (int size : new int[] {0, 1, 125, 126, 65_535, 65_536, 3_000_000}) {
            byte[] message = new byte[size];
            random.nextBytes(message);
            client.send(message);
            assertThat(client.nextBinary()).as("%d bytes", size).isEqualTo(message);
        }
        client.say("a\nb");
        assertThat(client.next()).isEqualTo("ü");
        client.close(4321, "bye");
        assertThat(client.closedBy()).isEqualTo("4321 bye");

        SeenExchange exchange = gateway.exchange();
        assertThat(exchange.end()).isEqualTo(new SeenExchange.End(Ending.COMPLETE, true));
        assertThat(exchange.status).isEqualTo(101);
        assertThat(exchange.requestText()).isEqualTo("a b\n");
        assertThat(exchange.responseText()).isEqualTo("data: ü\n\n");
        gateway.awaitClientsGone();
        assertThat(gateway.routes.inFlight()).isZero();
    }

    /** Bytes that are no frames pass as well: judging them is the peers' business. */
    @Test
    void passesWhatIsNoFrameAndReadsNothingFromIt() throws Exception {
        upstream.answerOnHead((request, wire) -> {
            accept(wire).text("nonsense");
            wire.awaitPeerClose();
        });
        try (RawClient client = gateway.connect()) {
            client.head(UPGRADE);
            client.readHead();
            assertThat(client.readRaw(8)).isEqualTo("nonsense");
        }
        assertThat(gateway.exchange().end()).isEqualTo(SeenExchange.End.LEFT);
        assertThat(gateway.exchange().responseText()).isEmpty();
    }

    @Test
    void stopsReadingTheProviderWhenTheClientStopsReading() throws Exception {
        AtomicLong written = new AtomicLong();
        CountDownLatch started = new CountDownLatch(1);
        upstream.answerOnHead((request, wire) -> {
            accept(wire);
            // One endless binary message.
            wire.bytes(new byte[] {(byte) 0x82, 127, 0, 0, 1, 0, 0, 0, 0, 0});
            byte[] block = new byte[64 * 1024];
            started.countDown();
            while (written.get() < 256 * MIB) {
                wire.bytes(block);
                written.addAndGet(block.length);
            }
        });
        long before = PlatformDependent.usedDirectMemory();
        try (RawClient client = RawClient.connect(gateway.port(), 16 * 1024)) {
            client.head(UPGRADE);
            client.readHead();
            started.await();
            long[] last = {-1};
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .during(Duration.ofMillis(700))
                    .until(() -> {
                        boolean still = written.get() == last[0];
                        last[0] = written.get();
                        return still;
                    });
            assertThat(written.get()).isLessThan(24 * MIB);
            assertThat(PlatformDependent.usedDirectMemory() - before).isLessThan(24 * MIB);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upgrade: h2c",
                "Server: without",
                "Upgrade: websocket",
                "Upgrade: websocket|Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=|Sec-WebSocket-Extensions: x"
            })
    void answers502WhenTheProviderSwitchesToWhatNobodyAskedFor(String headers) throws Exception {
        upstream.answerOnHead((request, wire) -> {
            wire.head("101 Switching Protocols", headers.split("\\|", -1));
            wire.awaitPeerClose();
        });
        try (RawClient client = gateway.connect()) {
            client.head(UPGRADE);
            assertThat(client.readResponse().status()).isEqualTo(502);
        }
        assertThat(gateway.exchange().end().ending()).isEqualTo(Ending.UPSTREAM_ERROR);
        assertThat(upstream.lastReceived().awaitPeerClosed(20)).isTrue();
    }

    @Test
    void answers502WhenTheProviderSwitchesUnasked() throws Exception {
        upstream.answerOnHead((request, wire) -> {
            accept(wire);
            wire.awaitPeerClose();
        });
        try (RawClient client = gateway.connect()) {
            client.head("POST /openai/v1/x HTTP/1.1", "Host: x", "Content-Length: 2")
                    .send("{}");
            RawResponse answer = client.readResponse();
            assertThat(answer.status()).isEqualTo(502);
        }
    }

    @Test
    void cutsASessionThatIsSilentForTooLong() throws Exception {
        gateway.close();
        gateway = ProxyServer.before(upstream.uri(), ProxyServer.idleAfter(Duration.ofSeconds(1)));
        upstream.answerOnHead(RealtimeProvider.accepting("realtime"));
        try (RawClient client = gateway.connect()) {
            client.head(UPGRADE);
            client.readHead();
            assertThat(client.readsToEnd()).isTrue();
        }
        assertThat(gateway.exchange().end()).isEqualTo(new SeenExchange.End(Ending.INTERRUPTED, false));
        assertThat(upstream.lastReceived().awaitPeerClosed(20)).isTrue();
    }

    @Test
    void readsFramesThatComeByteByByte() throws IOException {
        upstream.answerOnHead(RealtimeProvider.accepting("realtime").answering("early", "heard"));
        try (RawClient client = gateway.connect()) {
            client.head(UPGRADE);
            client.readHead();
            // A masked text frame, cut in every place.
            byte[] frame = {(byte) 0x81, (byte) 0x85, 1, 2, 3, 4, 'e' ^ 1, 'a' ^ 2, 'r' ^ 3, 'l' ^ 4, 'y' ^ 1};
            for (byte b : frame) {
                client.send(new byte[] {b});
            }
            assertThat(client.readRaw(7)).isEqualTo("\u0081\u0005heard");
        }
    }

    @Test
    void tellsThatAProviderVanishedFromASession() throws Exception {
        upstream.answerOnHead((request, wire) -> {
            accept(wire);
            wire.reset();
        });
        try (RawClient client = gateway.connect()) {
            client.head(UPGRADE);
            client.readHead();
            assertThat(client.readsToEnd()).isTrue();
        }
        assertThat(gateway.exchange().end()).isEqualTo(new SeenExchange.End(Ending.UPSTREAM_ERROR, false));
        Awaitility.await().until(() -> gateway.failures(Kind.ANSWER) == 1);
    }
}
