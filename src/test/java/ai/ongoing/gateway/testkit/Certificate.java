package ai.ongoing.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.Callable;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A self-signed certificate for one name, made by the JDK's own keytool, and the ways to serve and to trust it. */
public final class Certificate {

    private static final String PASSWORD = "changeit";
    private static final String TRUST = "javax.net.ssl.trustStore";

    private final Path file;

    private Certificate(Path file) {
        this.file = file;
    }

    /**
     * Makes a key and its certificate in a file.
     *
     * @param name a subject alternative name, such as {@code ip:127.0.0.1}
     */
    public static Certificate of(Path directory, String name) throws Exception {
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
        return new Certificate(file);
    }

    public KeyManagerFactory keyManagers() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        return factory;
    }

    /** What a server with this certificate speaks; no protocol is negotiated. */
    public SSLContext serving() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers().getKeyManagers(), null, null);
        return context;
    }

    /** Does something while the JDK trusts this certificate and no other, as operators tell it to. */
    public <T> T trustedDuring(Callable<T> work) throws Exception {
        System.setProperty(TRUST, file.toString());
        System.setProperty(TRUST + "Password", PASSWORD);
        try {
            return work.call();
        } finally {
            System.clearProperty(TRUST);
            System.clearProperty(TRUST + "Password");
        }
    }
}
