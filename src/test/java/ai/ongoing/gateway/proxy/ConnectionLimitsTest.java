package ai.ongoing.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.config.ProxyConfig;
import ai.ongoing.gateway.config.ProxyConfig.OnClientDisconnect;
import ai.ongoing.gateway.proxy.egress.Failures.Kind;
import ai.ongoing.gateway.testkit.Answer;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.NoLeaks;
import ai.ongoing.gateway.testkit.RawClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One connection to the provider, for two calls that wait and no more. */
@ExtendWith(NoLeaks.class)
final class ConnectionLimitsTest {

    private static final int WAITING = 2;

    private final FakeUpstream upstream = FakeUpstream.start();
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void close() {
        released.countDown();
        upstream.close();
    }

    private ProxyServer gateway(int seconds) {
        upstream.answer(Answer.json("200 OK", "{}").stallingBefore(0, released));
        return ProxyServer.before(
                upstream.uri(),
                new ProxyConfig(Duration.ofSeconds(60), Duration.ofSeconds(seconds), 1, OnClientDisconnect.CANCEL));
    }

    private static CompletableFuture<Integer> call(ProxyServer gateway) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (RawClient client = gateway.connect()) {
                        client.head("POST /openai/x HTTP/1.1", "Host: x", "Content-Length: 5")
                                .send("hello");
                        return client.readResponse().status();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    @Test
    void asManyWaitAsMayAndTheNextIsRefusedAtOnce() throws Exception {
        try (ProxyServer gateway = gateway(60)) {
            CompletableFuture<Integer> first = call(gateway);
            await().until(() -> upstream.received().size() == 1);
            List<CompletableFuture<Integer>> waiting =
                    IntStream.range(0, WAITING).mapToObj(i -> call(gateway)).toList();
            await().until(() -> gateway.exchanges.size() == 1 + WAITING && gateway.waiting() == WAITING);

            assertThat(call(gateway).get()).isEqualTo(502);
            assertThat(gateway.failures(Kind.POOL)).isEqualTo(1);
            assertThat(upstream.received()).hasSize(1);
            released.countDown();
            assertThat(first.get()).isEqualTo(200);
            for (CompletableFuture<Integer> call : waiting) {
                assertThat(call.get()).isEqualTo(200);
            }
            assertThat(upstream.received()).hasSize(1 + WAITING);
        }
    }

    @Test
    void aCallWaitsNoLongerThanAConnectionMayTake() throws Exception {
        try (ProxyServer gateway = gateway(1)) {
            CompletableFuture<Integer> first = call(gateway);
            await().until(() -> upstream.received().size() == 1);

            assertThat(call(gateway).get()).isEqualTo(502);
            assertThat(gateway.failures(Kind.POOL)).isEqualTo(1);
            released.countDown();
            assertThat(first.get()).isEqualTo(200);
        }
    }
}
