package ai.ongoing.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.config.ProxyConfig;
import ai.ongoing.gateway.config.ProxyConfig.OnClientDisconnect;
import ai.ongoing.gateway.proxy.ExchangeObserver.Ending;
import ai.ongoing.gateway.proxy.egress.Failures.Kind;
import ai.ongoing.gateway.testkit.Answer;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.NoLeaks;
import ai.ongoing.gateway.testkit.RawClient;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** With {@code drain}, an answer is read on for its usage when its client has gone: so far, so long, and no further. */
@ExtendWith(NoLeaks.class)
class DrainTest {

    private final FakeUpstream upstream = FakeUpstream.start();
    private ProxyServer gateway = ProxyServer.draining(upstream.uri(), Duration.ofSeconds(30));

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    private void drainingFor(Duration most) {
        gateway.close();
        gateway = ProxyServer.draining(upstream.uri(), most);
    }

    @Test
    void readsOnForTheUsageWhenToldTo() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        upstream.answer(Answer.events("data: 1\n\n", "data: usage\n\n").stallingBefore(1, left));
        gateway.leftAfterReading(14);
        gateway.awaitClientsGone();
        left.countDown();
        assertThat(gateway.exchange().end()).isEqualTo(new SeenExchange.End(Ending.CLIENT_DISCONNECTED, true));
        assertThat(gateway.exchange().responseText()).isEqualTo("data: 1\n\ndata: usage\n\n");
    }

    @Test
    void readsOnAlsoWhenTheClientLeftBeforeTheAnswer() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        upstream.answer((request, wire) -> {
            left.await();
            Answer.json("200 OK", "{\"usage\":1}").play(request, wire);
        });
        gateway.leftAfterAsking(upstream);
        gateway.awaitClientsGone();
        left.countDown();
        assertThat(gateway.exchange().end()).isEqualTo(new SeenExchange.End(Ending.CLIENT_DISCONNECTED, true));
        assertThat(gateway.exchange().status).isEqualTo(200);
        assertThat(gateway.exchange().responseText()).isEqualTo("{\"usage\":1}");
    }

    @Test
    void readsOnForAMebibyteAtMost() throws Exception {
        byte[] block = new byte[64 * 1024];
        upstream.answer((request, wire) -> {
            wire.head("200 OK", "Transfer-Encoding: chunked");
            while (true) {
                wire.chunk(block);
            }
        });
        RawClient client = gateway.connect();
        client.head("GET /openai/v1/x HTTP/1.1", "Host: x");
        client.readHead();
        client.reset();
        assertThat(gateway.exchange().end()).isEqualTo(SeenExchange.End.LEFT);
        assertThat(upstream.lastReceived().awaitPeerClosed(5)).isTrue();
    }

    @Test
    void readsOnForAsLongAsItMayAndNoLonger() throws Exception {
        drainingFor(Duration.ofSeconds(2));
        CountDownLatch left = new CountDownLatch(1);
        upstream.answer((request, wire) -> {
            wire.head("200 OK", "Content-Type: text/event-stream", "Transfer-Encoding: chunked")
                    .chunk("data: 1\n\n");
            left.await();
            wire.chunk("data: 2\n\n");
            wire.awaitPeerClose();
        });
        gateway.leftAfterReading(14);
        gateway.awaitClientsGone();
        left.countDown();

        assertThat(gateway.exchange().end()).isEqualTo(SeenExchange.End.LEFT);
        assertThat(gateway.exchange().responseText()).isEqualTo("data: 1\n\ndata: 2\n\n");
        assertThat(upstream.lastReceived().awaitPeerClosed(5))
                .as("the provider is stopped")
                .isTrue();
    }

    @Test
    void waitsNoLongerForAnAnswerEither() throws Exception {
        drainingFor(Duration.ofMillis(300));
        upstream.answer(Answer.silence());
        gateway.leftAfterAsking(upstream);

        assertThat(gateway.exchange().end()).isEqualTo(SeenExchange.End.LEFT);
        assertThat(gateway.logged().status()).isEqualTo(499);
        assertThat(upstream.lastReceived().awaitPeerClosed(5)).isTrue();
    }

    /** The client's event loop lets go of the call long before the silence it watched for would have come. */
    @Test
    void keepsNothingOfACallThatIsReadToItsEnd() throws Exception {
        // A connection remembers the call that opened it, for as long as it is open.
        upstream.answer(Answer.json("200 OK", "{}"));
        try (RawClient client = gateway.connect()) {
            client.head("GET /openai/v1/x HTTP/1.1", "Host: x");
            assertThat(client.readResponse().status()).isEqualTo(200);
        }
        await().until(() -> gateway.used() == 0);
        gateway.exchanges.clear();

        CountDownLatch left = new CountDownLatch(1);
        upstream.answer(Answer.events("data: 1\n\n", "data: usage\n\n").stallingBefore(1, left));
        gateway.leftAfterReading(14);
        gateway.awaitClientsGone();
        left.countDown();
        assertThat(gateway.exchange().end().answerWhole()).isTrue();
        WeakReference<SeenExchange> seen = new WeakReference<>(gateway.exchanges.removeFirst());
        await().atMost(20, TimeUnit.SECONDS).until(() -> {
            System.gc();
            return seen.refersTo(null);
        });
        assertThat(upstream.connections()).isEqualTo(1);
    }

    @Test
    void blamesNoProviderThatIsSilentWhenItsClientHasGone() throws Exception {
        gateway.close();
        Duration idle = Duration.ofSeconds(3);
        gateway = ProxyServer.before(
                upstream.uri(),
                new ProxyConfig(idle, Duration.ofSeconds(30), Duration.ofSeconds(5), 10, OnClientDisconnect.DRAIN));
        upstream.answer(Answer.silence());
        gateway.leftAfterAsking(upstream);

        assertThat(gateway.exchange().end()).isEqualTo(SeenExchange.End.LEFT);
        assertThat(gateway.logged().status()).isEqualTo(499);
        assertThat(gateway.failures(Kind.ANSWER)).isZero();
    }
}
