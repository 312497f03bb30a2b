package ai.ongoing.gateway.proxy.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.testkit.FakeNameServer;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;

/** How names are asked for, seen by the name server. */
final class NameLimitsTest {

    private static final String PROVIDER = "provider.test";
    private static final String NOBODY = "nobody.test";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration KEPT = Duration.ofSeconds(4);
    private static final NameLimits SHORT = new NameLimits(SECOND, KEPT, SECOND);

    private final DisposableServer provider = HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .handle((request, response) -> response.sendString(Mono.just("here")))
            .bindNow();
    private FakeNameServer names;

    @BeforeEach
    void start() throws Exception {
        names = FakeNameServer.knowing(PROVIDER);
    }

    @AfterEach
    void stop() {
        names.close();
        provider.disposeNow();
    }

    private HttpClient asking(NameLimits limits) {
        // Without a pool: each call asks for the address.
        return HttpClient.create(ConnectionProvider.newConnection())
                .resolver(spec -> limits.put(spec)
                        .dnsAddressResolverGroupProvider(
                                builder -> new DnsAddressResolverGroup(builder.nameServerProvider(
                                        new SingletonDnsServerAddressStreamProvider(names.address())))));
    }

    private @Nullable String call(HttpClient client, String host) {
        return client.get()
                .uri("http://" + host + ":" + provider.port() + "/")
                .responseSingle((head, body) -> body.asString())
                .block(Duration.ofSeconds(30));
    }

    @Test
    void anAddressIsKeptAndAskedForAgainLongBeforeItsRecordEnds() throws Exception {
        HttpClient client = asking(SHORT);
        assertThat(call(client, PROVIDER)).isEqualTo("here");
        assertThat(call(client, PROVIDER)).isEqualTo("here");
        assertThat(names.asked(PROVIDER)).isEqualTo(1);

        TimeUnit.MILLISECONDS.sleep(KEPT.toMillis() + 500);
        assertThat(call(client, PROVIDER)).isEqualTo("here");
        assertThat(names.asked(PROVIDER)).isEqualTo(2);
    }

    @Test
    void aNameThatNobodyKnowsIsAskedForAgainSoon() throws Exception {
        HttpClient client = asking(SHORT);
        assertThatThrownBy(() -> call(client, NOBODY))
                .cause()
                .isInstanceOf(UnknownHostException.class)
                .satisfies(cause -> assertThat(Failures.kindOf(cause, false)).isEqualTo(Failures.Kind.DNS));
        long first = names.asked(NOBODY);
        assertThat(first).isPositive();

        TimeUnit.MILLISECONDS.sleep(1_500);
        assertThatThrownBy(() -> call(client, NOBODY))
                .cause()
                .isInstanceOf(UnknownHostException.class)
                .satisfies(cause -> assertThat(Failures.kindOf(cause, false)).isEqualTo(Failures.Kind.DNS));
        assertThat(names.asked(NOBODY)).isGreaterThan(first);
    }

    @Test
    void aSilentNameServerIsNotWaitedForForEver() {
        names.fallSilent();
        long began = System.nanoTime();
        assertThatThrownBy(() -> call(asking(SHORT), PROVIDER)).hasCauseInstanceOf(UnknownHostException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(SECOND, Duration.ofSeconds(20));
        assertThat(names.asked(PROVIDER)).isPositive();
    }

    @Test
    void theLimitsAreThoseOfTheDocuments() {
        assertThat(NameLimits.USUAL).isEqualTo(new NameLimits(Duration.ofSeconds(2), Duration.ofMinutes(1), SECOND));
    }
}
