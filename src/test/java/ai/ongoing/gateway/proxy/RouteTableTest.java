package ai.ongoing.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.ProviderConfig;
import ai.ongoing.gateway.config.ProxyConfig.OnClientDisconnect;
import ai.ongoing.gateway.proxy.RouteTable.Route;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {

    private final RouteTable table = new RouteTable(List.of(
            new ProviderConfig("openai", URI.create("https://api.example.com"), "/openai", OnClientDisconnect.CANCEL),
            new ProviderConfig(
                    "anthropic", URI.create("http://10.0.0.1:8000/base"), "/anthropic/v2", OnClientDisconnect.CANCEL)));

    private @Nullable String providerOf(String target) {
        Route route = table.match(target);
        return route == null ? null : route.provider();
    }

    @ParameterizedTest
    @CsvSource({
        "/openai,openai",
        "/openai/,openai",
        "/openai?x=1,openai",
        "/openai/v1/chat,openai",
        "/anthropic/v2/v1/messages,anthropic",
        "http://gateway:8080/openai/v1,openai",
        "/%6fpenai/v1,openai",
        "/%6Fpenai,openai",
        "/openai%2Fv1,openai",
        "/openai%2fv1?x=%6f,openai",
        "/openai?%6f,openai",
        "/openaiish,",
        "/%6fpenaiish,",
        "/%6epenai/v1,",
        "/openai%v1,",
        "/%zzpenai,",
        "/openai%2,",
        "/x?/%6fpenai/v1,",
        "/OpenAI/v1,",
        "/anthropic,",
        "/x/openai,",
        "/,",
        "*,",
    })
    void matchesAPrefixOnlyAsWholeSegments(String target, @Nullable String provider) {
        assertThat(providerOf(target)).isEqualTo(provider);
    }

    @ParameterizedTest
    @CsvSource({
        "https://h,/p,/",
        "https://h,/p/,/",
        "https://h,/p/v1/a%2Fb,/v1/a%2Fb",
        "https://h/,/p/v1,/v1",
        "https://h/base,/p/v1,/base/v1",
        "https://h/base/,/p/v1,/base/v1",
        "https://h/base,/p,/base/",
        "https://h/b%20c,/p//x,/b%20c//x",
        "https://h,/p?q=1&q=%C3%A9,/?q=1&q=%C3%A9",
        "https://h?k=v,/p/x,/x?k=v",
        "https://h?k=v,/p/x?,/x?k=v",
        "https://h?k=v,/p/x?a=b?c,/x?k=v&a=b?c",
        "https://h,/p/x?,/x?",
        "https://h,/p/../x,/../x",
        "https://h,/%70/v1/a%2Fb,/v1/a%2Fb",
        "https://h/base,/p%2Fv1%2Fx?q,/base/v1%2Fx?q",
    })
    void joinsBaseAndRestWithoutTouchingEither(String upstream, String target, String expected) {
        Route route = Route.of(new ProviderConfig("openai", URI.create(upstream), "/p", OnClientDisconnect.CANCEL));
        assertThat(route.target(target)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "https://h,h,443",
        "https://h:443,h,443",
        "http://h:443,h:443,443",
        "http://h,h,80",
        "http://h:8080,h:8080,8080",
        "http://[::1]:8080,[::1]:8080,8080",
    })
    void namesTheProvidersHost(String upstream, String host, int port) {
        Route route = Route.of(new ProviderConfig("openai", URI.create(upstream), "/p", OnClientDisconnect.CANCEL));
        assertThat(route.host()).isEqualTo(host);
        assertThat(route.port()).isEqualTo(port);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/files,/v1/files",
        "/v1/a%2Fb%20c,/v1/a/b c",
        "/%C3%A9,/é",
        "/100%,/100%",
        "/%zz%4,/%zz%4",
    })
    void decodesAPathForTheRecordOnly(String raw, String decoded) {
        assertThat(RouteTable.decoded(raw)).isEqualTo(decoded);
    }

    @Test
    void prefersTheFirstOfTwoPrefixes() {
        RouteTable nested = new RouteTable(List.of(
                new ProviderConfig("openai", URI.create("https://a"), "/ai", OnClientDisconnect.CANCEL),
                new ProviderConfig("anthropic", URI.create("https://b"), "/ai/anthropic", OnClientDisconnect.CANCEL)));
        assertThat(nested.match("/ai/anthropic/v1")).isEqualTo(nested.routes().getFirst());
    }
}
