package ai.ongoing.gateway.proxy.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.config.ProxyConfig;
import ai.ongoing.gateway.config.ProxyConfig.OnClientDisconnect;
import ai.ongoing.gateway.proxy.egress.Connections.Ages;
import ai.ongoing.gateway.testkit.NoLeaks;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** How long a connection to a provider is kept, seen by the provider. */
@ExtendWith(NoLeaks.class)
final class ConnectionAgesTest {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(100);

    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final DisposableServer provider = HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .doOnChannelInit((observer, channel, address) -> {
                opened.incrementAndGet();
                channel.closeFuture().addListener(done -> closed.incrementAndGet());
            })
            .handle((request, response) -> response.sendString(Mono.just("here")))
            .bindNow();

    @AfterEach
    void stop() {
        provider.disposeNow();
    }

    private Connections kept(Ages ages) {
        ProxyConfig config = new ProxyConfig(LONG, LONG, Duration.ofSeconds(10), 4, OnClientDisconnect.CANCEL);
        return new Connections(
                "openai",
                URI.create("http://127.0.0.1:" + provider.port()),
                config,
                null,
                UnaryOperator.identity(),
                ages);
    }

    private static void call(Connections connections) {
        String answer = connections
                .client()
                .get()
                .uri("/")
                .responseSingle((head, body) -> body.asString())
                .block(Duration.ofSeconds(20));
        assertThat(answer).isEqualTo("here");
        // The answer is there a moment before its connection is back in the pool.
        await().until(() -> connections.figures().used() == 0);
    }

    @Test
    void callsShareAConnectionThatIsYoung() throws Exception {
        try (Connections connections = kept(new Ages(LONG, LONG))) {
            call(connections);
            TimeUnit.MILLISECONDS.sleep(3 * SHORT.toMillis());
            call(connections);
            assertThat(opened).hasValue(1);
        }
    }

    @Test
    void aConnectionWithoutCallsIsClosedByItself() {
        try (Connections connections = kept(new Ages(SHORT, LONG))) {
            call(connections);
            await().until(() -> closed.get() == 1);
            call(connections);
            assertThat(opened).hasValue(2);
        }
    }

    @Test
    void aConnectionThatIsTooOldServesNoFurtherCall() throws Exception {
        try (Connections connections = kept(new Ages(LONG, SHORT))) {
            call(connections);
            TimeUnit.MILLISECONDS.sleep(3 * SHORT.toMillis());
            call(connections);
            assertThat(opened).hasValue(2);
        }
    }

    @Test
    void theAgesAreThoseOfTheDocuments() {
        assertThat(Ages.USUAL).isEqualTo(new Ages(Duration.ofSeconds(45), Duration.ofMinutes(10)));
    }
}
