package ai.ongoing.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.ProxyConfig;
import ai.ongoing.gateway.config.ProxyConfig.OnClientDisconnect;
import ai.ongoing.gateway.testkit.Answer;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.NoLeaks;
import ai.ongoing.gateway.testkit.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many calls whose both ends go away at any moment: each is recorded once, nothing leaks, nothing hangs. */
@ExtendWith(NoLeaks.class)
class RandomEndsTest {

    private static final int CLIENTS = 8;
    private static final int CALLS = 25;
    private static final int BODY = 120_000;

    @ParameterizedTest
    @EnumSource(OnClientDisconnect.class)
    void endsEveryExchangeExactlyOnceWhateverHappens(OnClientDisconnect policy) throws Exception {
        ProxyConfig config =
                new ProxyConfig(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(5), 50, policy);
        try (FakeUpstream upstream = FakeUpstream.start();
                ProxyServer gateway = ProxyServer.before(upstream.uri(), config)) {
            upstream.answer((request, wire) -> {
                SplittableRandom random = new SplittableRandom(request.target().hashCode());
                Answer answer = Answer.of("200 OK", new byte[BODY]).inRandomPieces(random, 5000);
                boolean breaks = random.nextInt(3) == 0;
                boolean length = random.nextBoolean();
                Answer ending = breaks ? answer.resettingAt(random.nextInt(BODY)) : answer;
                (length ? ending.withLength() : ending).play(request, wire);
            });
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                clients.add(Thread.ofVirtual().start(() -> callAndLeave(gateway, number)));
            }
            for (Thread client : clients) {
                client.join();
            }
            Awaitility.await().until(() -> gateway.routes.inFlight() == 0);
            assertThat(gateway.exchanges).hasSizeGreaterThan(CLIENTS * CALLS / 2);
            assertThat(gateway.exchanges).allMatch(exchange -> exchange.endings() == 1);
            assertThat(gateway.log).hasSameSizeAs(gateway.exchanges);
        }
    }

    private static void callAndLeave(ProxyServer gateway, int number) {
        SplittableRandom random = new SplittableRandom(number);
        for (int call = 0; call < CALLS; call++) {
            try (RawClient client = gateway.connect()) {
                client.head(
                                "POST /openai/" + number + "/" + call + " HTTP/1.1",
                                "Host: x",
                                "Connection: close",
                                "Content-Length: 4")
                        .send("ab");
                if (random.nextInt(4) > 0) {
                    client.send("cd");
                    client.readHead();
                    client.readRaw(random.nextInt(2 * BODY));
                }
                if (random.nextBoolean()) {
                    client.reset();
                }
            } catch (IOException cutByTheOtherEnd) {
                // One of the ends this test is about.
            }
        }
    }
}
