package ai.ongoing.gateway.proxy.egress;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.ProxyConfig;
import ai.ongoing.gateway.config.ProxyConfig.OnClientDisconnect;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.client.HttpClient;
import reactor.netty.transport.NameResolverProvider;

/** What the clients that are handed out for calls were told. */
final class ConnectionsTest {

    private static final Duration LONG = Duration.ofHours(1);

    @ParameterizedTest
    @ValueSource(strings = {"http://provider.test", "https://provider.test"})
    void everyClientAsksForNamesWithinTheLimits(URI provider) {
        ProxyConfig config = new ProxyConfig(LONG, LONG, Duration.ofSeconds(10), 4, OnClientDisconnect.CANCEL);
        try (Connections connections = new Connections("openai", provider, config, null, UnaryOperator.identity())) {
            assertThat(limits(connections.client())).isEqualTo(NameLimits.USUAL);
            assertThat(limits(connections.onlyHttp11())).isEqualTo(NameLimits.USUAL);
        }
    }

    private static NameLimits limits(HttpClient client) {
        NameResolverProvider names =
                Objects.requireNonNull(client.configuration().getNameResolverProvider());
        assertThat(names.isRetryTcpOnTimeout()).isTrue();
        return new NameLimits(names.queryTimeout(), names.cacheMaxTimeToLive(), names.cacheNegativeTimeToLive());
    }
}
