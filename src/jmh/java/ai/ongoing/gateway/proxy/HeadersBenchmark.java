package ai.ongoing.gateway.proxy;

import ai.ongoing.gateway.config.ProviderConfig;
import ai.ongoing.gateway.config.ProxyConfig.OnClientDisconnect;
import ai.ongoing.gateway.proxy.UpstreamRequest.IncomingHead;
import ai.ongoing.gateway.testkit.Calls;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What deciding a provider's request costs: ten headers looked at and copied, the path rewritten. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeadersBenchmark {

    private static final String TARGET = "/openai/v1/chat/completions";

    private final RouteTable.Route route = Objects.requireNonNull(new RouteTable(List.of(new ProviderConfig(
                    "openai", URI.create("https://api.openai.com"), "/openai", OnClientDisconnect.CANCEL)))
            .match(TARGET));
    private final IncomingHead head =
            new IncomingHead("POST", TARGET, Calls.fromAnSdk().requestHeaders());

    @Benchmark
    public UpstreamRequest copied() {
        return UpstreamRequest.of(route, head, "X-OngoingAI-Gateway-Key");
    }
}
