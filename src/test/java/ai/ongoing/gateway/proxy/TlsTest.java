package ai.ongoing.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.ProxyConfig;
import ai.ongoing.gateway.config.ProxyConfig.OnClientDisconnect;
import ai.ongoing.gateway.testkit.Answer;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.NoLeaks;
import ai.ongoing.gateway.testkit.RawClient;
import ai.ongoing.gateway.testkit.RawResponse;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Providers behind TLS: trusted as the JDK trusts, and only under the name they were called by. */
@ExtendWith(NoLeaks.class)
class TlsTest {

    private static final String PASSWORD = "changeit";
    private static final String TRUST = "javax.net.ssl.trustStore";

    @TempDir
    private Path directory;

    /** A self-signed certificate for one subject alternative name, by the JDK's own keytool. */
    private Path keyStore(String name) throws Exception {
        Path file = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=test",
                        "-ext",
                        "san=" + name,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().transferTo(System.err);
        assertThat(keytool.waitFor()).isZero();
        return file;
    }

    private static SSLContext serving(Path keyStore) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private static RawResponse callThrough(FakeUpstream upstream) throws Exception {
        ProxyConfig config =
                new ProxyConfig(Duration.ofSeconds(20), Duration.ofSeconds(2), 10, OnClientDisconnect.CANCEL);
        URI uri = URI.create("https://127.0.0.1:" + upstream.port());
        try (ProxyServer gateway = ProxyServer.before(uri, config);
                RawClient client = gateway.connect()) {
            client.head("POST /openai/x HTTP/1.1", "Host: x", "Content-Length: 5")
                    .send("hello");
            return client.readResponse();
        }
    }

    private static RawResponse callTrusting(Path trusted, FakeUpstream upstream) throws Exception {
        System.setProperty(TRUST, trusted.toString());
        System.setProperty(TRUST + "Password", PASSWORD);
        try {
            return callThrough(upstream);
        } finally {
            System.clearProperty(TRUST);
            System.clearProperty(TRUST + "Password");
        }
    }

    @Test
    void reachesAProviderWhoseCertificateIsTrusted() throws Exception {
        Path keys = keyStore("ip:127.0.0.1");
        try (FakeUpstream upstream =
                FakeUpstream.startTls(serving(keys)).answer(Answer.events("data: 1\n\n", "data: 2\n\n"))) {
            assertThat(callTrusting(keys, upstream).text()).isEqualTo("data: 1\n\ndata: 2\n\n");
            assertThat(upstream.lastReceived().bodyText()).isEqualTo("hello");
        }
    }

    @Test
    void refusesATrustedCertificateOfAnotherName() throws Exception {
        Path keys = keyStore("dns:other.example");
        try (FakeUpstream upstream = FakeUpstream.startTls(serving(keys))) {
            assertThat(callTrusting(keys, upstream).status()).isEqualTo(502);
            assertThat(upstream.received()).isEmpty();
        }
    }

    @Test
    void refusesACertificateNobodyVouchesFor() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.startTls(serving(keyStore("ip:127.0.0.1")))) {
            assertThat(callThrough(upstream).status()).isEqualTo(502);
            assertThat(upstream.received()).isEmpty();
        }
    }

    @Test
    void givesUpAHandshakeThatDoesNotEnd() throws Exception {
        try (FakeUpstream silent = FakeUpstream.start()) {
            assertThat(callThrough(silent).status()).isEqualTo(502);
        }
    }
}
