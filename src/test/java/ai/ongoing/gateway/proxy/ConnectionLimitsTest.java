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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.netty.resources.LoopResources;

/** So many connections to a provider, twice as many calls that wait, and no more. */
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
        return gateway(1, seconds);
    }

    private ProxyServer gateway(int connections, int seconds) {
        upstream.answer(Answer.json("200 OK", "{}").stallingBefore(0, released));
        Duration patience = Duration.ofSeconds(seconds);
        return ProxyServer.before(
                upstream.uri(),
                new ProxyConfig(
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        patience,
                        connections,
                        OnClientDisconnect.CANCEL));
    }

    private static CompletableFuture<Integer> call(ProxyServer gateway) {
        try {
            return call(gateway.connect());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CompletableFuture<Integer> call(RawClient connected) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (RawClient client = connected) {
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

    /** Part of them belongs to the event loops, which must not keep a call waiting while another part is free. */
    @Test
    void allConnectionsCanBeUsedAtOnceWhoeverTheyBelongTo() throws Exception {
        int connections = 16 * LoopResources.DEFAULT_IO_WORKER_COUNT;
        try (ProxyServer gateway = gateway(connections, 60)) {
            List<CompletableFuture<Integer>> running =
                    IntStream.range(0, connections).mapToObj(i -> call(gateway)).toList();
            await().until(() -> upstream.received().size() == connections);
            CompletableFuture<Integer> next = call(gateway);
            await().until(() -> gateway.exchanges.size() == connections + 1 && gateway.waiting() == 1);

            released.countDown();
            for (CompletableFuture<Integer> call : running) {
                assertThat(call.get()).isEqualTo(200);
            }
            assertThat(next.get()).isEqualTo(200);
            assertThat(upstream.connections()).isEqualTo(connections);
        }
    }

    @Test
    void allConnectionsCanBeUsedByTheClientsOfOneLoop() throws Exception {
        int loops = LoopResources.DEFAULT_IO_WORKER_COUNT;
        int connections = 16 * loops;
        List<RawClient> clients = new ArrayList<>();
        try (ProxyServer gateway = gateway(connections, 60)) {
            for (int client = 0; client < connections * loops; client++) {
                clients.add(gateway.connect());
            }
            // Each accepted connection goes to the next loop.
            List<CompletableFuture<Integer>> running = IntStream.range(0, connections)
                    .mapToObj(i -> call(clients.get(i * loops)))
                    .toList();
            await().until(() -> upstream.received().size() == connections);

            released.countDown();
            for (CompletableFuture<Integer> call : running) {
                assertThat(call.get()).isEqualTo(200);
            }
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    /** Another thread would have to be woken for every piece. */
    @Test
    void aCallStaysOnTheThreadOfItsClientWhenThereAreMoreCallsThanThreads() throws Exception {
        int loops = LoopResources.DEFAULT_IO_WORKER_COUNT;
        try (ProxyServer gateway = gateway(64 * loops, 60)) {
            List<CompletableFuture<Integer>> running =
                    IntStream.range(0, loops).mapToObj(i -> call(gateway)).toList();
            await().until(() -> upstream.received().size() == loops);
            upstream.answer(Answer.json("200 OK", "{}"));
            for (int client = 0; client < 2 * loops; client++) {
                try (RawClient calling = gateway.connect()) {
                    for (int calls = 0; calls < 3; calls++) {
                        calling.head("POST /openai/x HTTP/1.1", "Host: x", "Content-Length: 5")
                                .send("hello");
                        assertThat(calling.readResponse().status()).isEqualTo(200);
                    }
                }
            }
            List<SeenExchange> later = gateway.exchanges.subList(loops, gateway.exchanges.size());
            assertThat(later)
                    .hasSize(6 * loops)
                    .allSatisfy(exchange -> assertThat(exchange.threads()).hasSize(1));
            assertThat(upstream.connections()).as("one of each thread's own").isBetween(loops + 1, 2 * loops);

            released.countDown();
            for (CompletableFuture<Integer> call : running) {
                assertThat(call.get()).isEqualTo(200);
            }
        }
    }

    @Test
    void callsOneByOneShareOneConnectionWhicheverThreadTheyAreOn() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try (ProxyServer gateway = gateway(64 * LoopResources.DEFAULT_IO_WORKER_COUNT, 60)) {
            upstream.answer(Answer.json("200 OK", "{}"));
            for (int client = 0; client < 2 * LoopResources.DEFAULT_IO_WORKER_COUNT; client++) {
                // Open until the end: one that leaves at once may take the provider's connection with it.
                clients.add(gateway.connect().head("GET /openai/x HTTP/1.1", "Host: x"));
                assertThat(clients.getLast().readResponse().status()).isEqualTo(200);
                await().until(() -> gateway.used() == 0);
            }
            assertThat(upstream.connections()).isEqualTo(1);
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }
}
