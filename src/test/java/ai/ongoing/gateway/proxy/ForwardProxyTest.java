package ai.ongoing.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.proxy.egress.Failures.Kind;
import ai.ongoing.gateway.testkit.Answer;
import ai.ongoing.gateway.testkit.Certificate;
import ai.ongoing.gateway.testkit.ConnectProxy;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.NoLeaks;
import ai.ongoing.gateway.testkit.RawClient;
import ai.ongoing.gateway.testkit.RawResponse;
import ai.ongoing.gateway.testkit.RealtimeProvider;
import ai.ongoing.gateway.testkit.SocksProxy;
import ai.ongoing.gateway.testkit.WebSocketClient;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Providers behind a forward proxy, which alone can resolve their names. */
@ExtendWith(NoLeaks.class)
final class ForwardProxyTest {

    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString("gate:p@ss".getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path directory;

    private final FakeUpstream plain = FakeUpstream.start();

    @AfterEach
    void close() {
        plain.close();
    }

    private static ProxyServer through(ConnectProxy proxy, String upstream, String user) {
        return through("http://" + user + "127.0.0.1:" + proxy.port(), upstream);
    }

    private static ProxyServer through(String address, String upstream) {
        return ProxyServer.before(
                URI.create(upstream), ProxyServer.USUAL, Map.of("HTTP_PROXY", address, "HTTPS_PROXY", address));
    }

    private static RawResponse call(ProxyServer gateway) throws Exception {
        try (RawClient client = gateway.connect()) {
            client.head("POST /openai/x HTTP/1.1", "Host: x", "Content-Length: 5")
                    .send("hello");
            return client.readResponse();
        }
    }

    @Test
    void tunnelsToASecureProviderWithItsPassword() throws Exception {
        Certificate certificate = Certificate.of(directory, "dns:provider.test");
        try (FakeUpstream upstream =
                        FakeUpstream.startTls(certificate.serving()).answer(Answer.json("200 OK", "{}"));
                ConnectProxy proxy = ConnectProxy.to(upstream.port(), BASIC)) {
            RawResponse answer = certificate.trustedDuring(() -> {
                try (ProxyServer gateway = through(proxy, "https://provider.test:8443", "gate:p%40ss@")) {
                    return call(gateway);
                }
            });
            assertThat(answer.status()).isEqualTo(200);
            assertThat(proxy.asked()).containsExactly("CONNECT provider.test:8443 HTTP/1.1");
            assertThat(upstream.lastReceived().bodyText()).isEqualTo("hello");
            assertThat(upstream.lastReceived().headers("Proxy-Authorization")).isEmpty();
        }
    }

    @Test
    void tunnelsToAPlainProviderAndKeepsTheTunnel() throws Exception {
        plain.answer(Answer.json("200 OK", "{}"));
        try (ConnectProxy proxy = ConnectProxy.to(plain.port(), "");
                ProxyServer gateway = through(proxy, "http://provider.test", "")) {
            assertThat(call(gateway).status()).isEqualTo(200);
            assertThat(call(gateway).status()).isEqualTo(200);
            assertThat(proxy.asked()).containsExactly("CONNECT provider.test:80 HTTP/1.1");
        }
    }

    @Test
    void tunnelsAWebSocket() throws Exception {
        plain.answerOnHead(RealtimeProvider.accepting("realtime").answering("a", "b"));
        try (ConnectProxy proxy = ConnectProxy.to(plain.port(), "");
                ProxyServer gateway = through(proxy, "http://provider.test", "")) {
            WebSocketClient client = WebSocketClient.open(
                    URI.create("http://127.0.0.1:" + gateway.port() + "/openai/v1/realtime"), "realtime");
            client.say("a");
            assertThat(client.next()).isEqualTo("b");
            client.close(1000, "");
            assertThat(client.closedBy()).isEqualTo("1000 ");
        }
    }

    /** TLS in TLS: the proxy sees where to, and nothing of what. */
    @Test
    void tunnelsToASecureProviderThroughAProxyOverTls() throws Exception {
        Certificate certificate = Certificate.of(directory, "dns:provider.test,ip:127.0.0.1");
        try (FakeUpstream upstream = FakeUpstream.startTls(certificate.serving())
                        .answer(Answer.events("data: 1\n\n", "data: 2\n\n"));
                ConnectProxy proxy = ConnectProxy.overTls(certificate.serving(), upstream.port(), BASIC)) {
            certificate.trustedDuring(() -> {
                String address = "https://gate:p%40ss@127.0.0.1:" + proxy.port();
                try (ProxyServer gateway = through(address, "https://provider.test:8443")) {
                    for (int i = 0; i < 3; i++) {
                        assertThat(call(gateway).text()).isEqualTo("data: 1\n\ndata: 2\n\n");
                    }
                }
                return 0;
            });
            assertThat(proxy.asked()).containsOnly("CONNECT provider.test:8443 HTTP/1.1");
            assertThat(upstream.lastReceived().bodyText()).isEqualTo("hello");
        }
    }

    @Test
    void tunnelsToAPlainProviderThroughAProxyOverTls() throws Exception {
        plain.answer(Answer.json("200 OK", "{}"));
        Certificate certificate = Certificate.of(directory, "ip:127.0.0.1");
        try (ConnectProxy proxy = ConnectProxy.overTls(certificate.serving(), plain.port(), "")) {
            RawResponse answer = certificate.trustedDuring(() -> {
                try (ProxyServer gateway = through("https://127.0.0.1:" + proxy.port(), "http://provider.test")) {
                    return call(gateway);
                }
            });
            assertThat(answer.status()).isEqualTo(200);
            assertThat(proxy.asked()).containsExactly("CONNECT provider.test:80 HTTP/1.1");
        }
    }

    @Test
    void tellsNothingToAProxyThatNobodyVouchesFor() throws Exception {
        Certificate other = Certificate.of(directory, "dns:other.example");
        try (ConnectProxy proxy = ConnectProxy.overTls(other.serving(), plain.port(), BASIC)) {
            String address = "https://gate:p%40ss@127.0.0.1:" + proxy.port();
            try (ProxyServer gateway = through(address, "http://provider.test")) {
                assertThat(call(gateway).status()).as("unknown").isEqualTo(502);
                assertThat(gateway.failures(Kind.PROXY)).isEqualTo(1);
            }
            RawResponse wrongName = other.trustedDuring(() -> {
                try (ProxyServer gateway = through(address, "http://provider.test")) {
                    return call(gateway);
                }
            });
            assertThat(wrongName.status()).as("another's name").isEqualTo(502);
            assertThat(proxy.asked()).isEmpty();
            assertThat(plain.received()).isEmpty();
        }
    }

    @Test
    void goesThroughASocksProxyWithItsPassword() throws Exception {
        Certificate certificate = Certificate.of(directory, "dns:provider.test");
        try (FakeUpstream upstream =
                        FakeUpstream.startTls(certificate.serving()).answer(Answer.json("200 OK", "{}"));
                SocksProxy proxy = SocksProxy.to(upstream.port(), "gate:p@ss")) {
            RawResponse answer = certificate.trustedDuring(() -> {
                String address = "socks5://gate:p%40ss@127.0.0.1:" + proxy.port();
                try (ProxyServer gateway = through(address, "https://provider.test:8443")) {
                    return call(gateway);
                }
            });
            assertThat(answer.status()).isEqualTo(200);
            assertThat(proxy.asked()).as("the name, not an address").containsExactly("provider.test:8443");
            assertThat(upstream.lastReceived().bodyText()).isEqualTo("hello");
        }
    }

    @Test
    void goesThroughASocksProxyToAPlainProvider() throws Exception {
        plain.answer(Answer.json("200 OK", "{}"));
        try (SocksProxy proxy = SocksProxy.to(plain.port(), "");
                ProxyServer gateway = through("socks5h://127.0.0.1:" + proxy.port(), "http://provider.test")) {
            assertThat(call(gateway).status()).isEqualTo(200);
            assertThat(call(gateway).status()).isEqualTo(200);
            assertThat(proxy.asked()).containsExactly("provider.test:80");
        }
    }

    @Test
    void answers502AndCountsItWhenASocksProxyRefuses() throws Exception {
        try (SocksProxy proxy = SocksProxy.to(plain.port(), "gate:right");
                ProxyServer gateway =
                        through("socks5://gate:wrong@127.0.0.1:" + proxy.port(), "http://provider.test")) {
            assertThat(call(gateway).status()).isEqualTo(502);
            assertThat(gateway.failures(Kind.PROXY)).isEqualTo(1);
            assertThat(plain.received()).isEmpty();
        }
    }

    @Test
    void answers502AndCountsItWhenTheProxyRefuses() throws Exception {
        try (ConnectProxy proxy = ConnectProxy.to(plain.port(), BASIC);
                ProxyServer gateway = through(proxy, "http://provider.test", "gate:wrong@")) {
            assertThat(call(gateway).status()).isEqualTo(502);
            assertThat(gateway.failures(Kind.PROXY)).isEqualTo(1);
            assertThat(plain.received()).isEmpty();
        }
    }

    @Test
    void answers502WhenTheProxyNeverAnswers() throws Exception {
        try (ServerSocket silent = new ServerSocket(0);
                ProxyServer gateway = ProxyServer.before(
                        URI.create("http://provider.test"),
                        ProxyServer.connectingWithin(1),
                        Map.of("HTTP_PROXY", "127.0.0.1:" + silent.getLocalPort()))) {
            assertThat(call(gateway).status()).isEqualTo(502);
            assertThat(gateway.failures(Kind.PROXY)).isEqualTo(1);
        }
    }

    @Test
    void tellsAProxyThatNobodyKnowsFromOneThatRefuses() throws Exception {
        try (ProxyServer gateway = through("http://nobody.invalid:3128", "http://provider.test")) {
            assertThat(call(gateway).status()).isEqualTo(502);
            assertThat(gateway.failures(Kind.DNS)).isEqualTo(1);
        }
    }

    @Test
    void goesDirectlyToLoopback() throws Exception {
        plain.answer(Answer.json("200 OK", "{}"));
        try (ConnectProxy proxy = ConnectProxy.to(1, "");
                ProxyServer gateway = through(proxy, plain.uri().toString(), "")) {
            assertThat(call(gateway).status()).isEqualTo(200);
            assertThat(proxy.asked()).isEmpty();
        }
    }
}
