package ai.ongoing.gateway.proxy.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentProxyTest {

    private static final URI PROVIDER = URI.create("https://api.example.com");

    private static @Nullable URI proxy(URI upstream, String... variables) {
        Map<String, String> environment = new java.util.HashMap<>();
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return new EnvironmentProxy(environment).proxyFor(upstream);
    }

    @Test
    void goesDirectlyUnlessToldOtherwise() {
        assertThat(proxy(PROVIDER)).isNull();
        assertThat(proxy(PROVIDER, "HTTP_PROXY", "http://p:1")).isNull();
        assertThat(proxy(PROVIDER, "HTTPS_PROXY", "")).isNull();
    }

    @Test
    void takesTheVariableOfTheUpstreamsScheme() {
        assertThat(proxy(PROVIDER, "HTTPS_PROXY", "http://p:1", "HTTP_PROXY", "http://q:2"))
                .isEqualTo(URI.create("http://p:1"));
        assertThat(proxy(URI.create("http://internal"), "HTTPS_PROXY", "http://p:1", "http_proxy", "q:2"))
                .isEqualTo(URI.create("http://q:2"));
    }

    @ParameterizedTest
    @CsvSource({
        "*,true",
        "example.com,true",
        ".example.com,true",
        "*.example.com,true",
        "api.example.com,true",
        "API.EXAMPLE.COM,true",
        "ample.com,false",
        "other.org,false",
        ".api.example.com,false",
    })
    void sparesTheHostsOfNoProxy(String entry, boolean spared) {
        URI found = proxy(PROVIDER, "HTTPS_PROXY", "http://p:1", "NO_PROXY", "x.y, " + entry);
        assertThat(found == null).isEqualTo(spared);
    }

    @Test
    void sparesAHostOnAPortOnlyThere() {
        URI upstream = URI.create("http://h:8080");
        assertThat(proxy(upstream, "HTTP_PROXY", "p:1", "NO_PROXY", "h:8080")).isNull();
        assertThat(proxy(upstream, "HTTP_PROXY", "p:1", "NO_PROXY", "h:81")).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "http://10.1.2.3,10.0.0.0/8,true",
        "http://11.1.2.3,10.0.0.0/8,false",
        "http://10.1.2.3,10.1.2.3,true",
        "http://10.1.2.3:8080,10.1.2.3:8080,true",
        "http://10.1.2.3:8081,10.1.2.3:8080,false",
        "http://10.1.2.3,0.0.0.0/0,true",
        "http://192.168.5.130,192.168.5.128/25,true",
        "http://192.168.5.1,192.168.5.128/25,false",
        "http://[fd00::1],fd00::/8,true",
        "http://[fe80::1],fd00::/8,false",
        "http://[fd00:0:0::1]:8080,[fd00::1]:8080,true",
        "http://[fd00:0:0::1],fd00::1,true",
        "http://name.example,10.0.0.0/8,false",
        "http://10.1.2.3,10.0.0.0/33,false",
        "http://10.1.2.3,10.0.0.0/x,false",
        "http://10.1.2.3,fd00::/8,false",
        "http://10.1.2.3,2.3,false",
    })
    void sparesNetworksAndAddresses(URI upstream, String entry, boolean spared) {
        assertThat(proxy(upstream, "HTTP_PROXY", "http://p:1", "NO_PROXY", entry) == null)
                .isEqualTo(spared);
    }

    @Test
    void neverSendsLoopbackThroughAProxy() {
        assertThat(proxy(URI.create("http://127.0.0.1:1"), "HTTP_PROXY", "p:1")).isNull();
        assertThat(proxy(URI.create("http://localhost:1"), "HTTP_PROXY", "p:1")).isNull();
        assertThat(proxy(URI.create("http://[::1]:1"), "HTTP_PROXY", "p:1")).isNull();
    }

    @Test
    void takesProxiesThatAreSpokenToByTls() {
        assertThat(proxy(PROVIDER, "HTTPS_PROXY", "https://p:1")).isEqualTo(URI.create("https://p:1"));
    }

    @Test
    void takesSocksProxies() {
        assertThat(proxy(PROVIDER, "HTTPS_PROXY", "socks5://p:1")).isEqualTo(URI.create("socks5://p:1"));
        assertThat(proxy(PROVIDER, "HTTPS_PROXY", "SOCKS5H://p")).isEqualTo(URI.create("SOCKS5H://p"));
    }

    @Test
    void refusesWhatIsNoProxyAddressWithoutRepeatingIt() {
        assertThatThrownBy(() -> proxy(PROVIDER, "HTTPS_PROXY", "ftp://user:secret@p:1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("HTTPS_PROXY is not a proxy address: write http://host:port, https://host:port or"
                        + " socks5://host:port");
    }
}
