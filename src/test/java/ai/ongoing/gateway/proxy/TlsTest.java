package ai.ongoing.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.ProxyConfig;
import ai.ongoing.gateway.config.ProxyConfig.OnClientDisconnect;
import ai.ongoing.gateway.proxy.egress.Failures.Kind;
import ai.ongoing.gateway.testkit.Answer;
import ai.ongoing.gateway.testkit.Certificate;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.NoLeaks;
import ai.ongoing.gateway.testkit.RawClient;
import ai.ongoing.gateway.testkit.RawResponse;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Providers behind TLS: trusted as the JDK trusts, and only under the name they were called by. */
@ExtendWith(NoLeaks.class)
class TlsTest {

    @TempDir
    private Path directory;

    private record Called(RawResponse answer, long tlsFailures) {}

    private static Called callThrough(FakeUpstream upstream) throws Exception {
        ProxyConfig config = new ProxyConfig(
                Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(2), 10, OnClientDisconnect.CANCEL);
        URI uri = URI.create("https://127.0.0.1:" + upstream.port());
        try (ProxyServer gateway = ProxyServer.before(uri, config);
                RawClient client = gateway.connect()) {
            client.head("POST /openai/x HTTP/1.1", "Host: x", "Content-Length: 5")
                    .send("hello");
            RawResponse answer = client.readResponse();
            return new Called(answer, gateway.failures(Kind.TLS));
        }
    }

    @Test
    void reachesAProviderWhoseCertificateIsTrusted() throws Exception {
        Certificate keys = Certificate.of(directory, "ip:127.0.0.1");
        try (FakeUpstream upstream =
                FakeUpstream.startTls(keys.serving()).answer(Answer.events("data: 1\n\n", "data: 2\n\n"))) {
            Called called = keys.trustedDuring(() -> callThrough(upstream));
            assertThat(called.answer().text()).isEqualTo("data: 1\n\ndata: 2\n\n");
            assertThat(called.tlsFailures()).isZero();
            assertThat(upstream.lastReceived().bodyText()).isEqualTo("hello");
        }
    }

    @Test
    void refusesATrustedCertificateOfAnotherName() throws Exception {
        Certificate keys = Certificate.of(directory, "dns:other.example");
        try (FakeUpstream upstream = FakeUpstream.startTls(keys.serving())) {
            assertRefused(keys.trustedDuring(() -> callThrough(upstream)));
            assertThat(upstream.received()).isEmpty();
        }
    }

    @Test
    void refusesACertificateNobodyVouchesFor() throws Exception {
        try (FakeUpstream upstream =
                FakeUpstream.startTls(Certificate.of(directory, "ip:127.0.0.1").serving())) {
            assertRefused(callThrough(upstream));
            assertThat(upstream.received()).isEmpty();
        }
    }

    @Test
    void givesUpAHandshakeThatDoesNotEnd() throws Exception {
        try (FakeUpstream silent = FakeUpstream.start()) {
            assertRefused(callThrough(silent));
        }
    }

    private static void assertRefused(Called called) {
        assertThat(called.answer().status()).isEqualTo(502);
        assertThat(called.tlsFailures()).isEqualTo(1);
    }
}
