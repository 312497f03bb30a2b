package ai.ongoing.gateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.launcher.Sandbox.Outcome;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./mvnw}, with fake Mavens and an archive host on loopback. */
final class MavenWrapperTest {

    private static final String FAKE_MAVEN = "echo \"maven=$0\"; echo \"java=$JAVA_HOME\"; echo \"arguments=$*\"";

    private final Sandbox sandbox;
    private final Path jdk;
    private final HttpServer archiveHost;
    private final AtomicInteger downloads = new AtomicInteger();

    MavenWrapperTest(@TempDir Path folder) throws IOException {
        sandbox = Sandbox.in(folder);
        jdk = sandbox.jdk("jdks/a", "25.0.3");
        archiveHost = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        archiveHost.start();
    }

    @AfterEach
    void stopTheHost() {
        archiveHost.stop(0);
    }

    @Test
    void prefersTheMavenDownloadedBefore() throws Exception {
        machineMaven("3.9.1");
        Path cached = sandbox.script("home/.m2/wrapper/dists/apache-maven-3.9.9/abcdef/bin/mvn", FAKE_MAVEN);
        assertThat(mvnw("-v").out()).containsExactly("maven=" + cached, "java=" + jdk, "arguments=-v");
    }

    @Test
    void usesTheMachinesMavenWhenItIsNewEnough() throws Exception {
        machineMaven("3.8.6");
        Outcome outcome = mvnw("-B", "verify");
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out()).contains("java=" + jdk, "arguments=-B verify");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void asksAMavenThatDoesNotShowItsVersion() throws Exception {
        sandbox.script("tools/mvn", "[ \"$1\" = --version ] && echo 'Apache Maven 3.8.7' && exit 0\n" + FAKE_MAVEN);
        assertThat(mvnw("clean").out()).contains("arguments=clean");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.8.5", "3.6.3", "2.2.1"})
    void passesOverAMachinesMavenThatIsTooOld(String version) throws Exception {
        machineMaven(version);
        offer(archive(), sha512(archive()));
        assertThat(mvnw("-v").out()).first().asString().contains("/.m2/wrapper/dists/apache-maven-9.9.9-bin/");
    }

    @Test
    void downloadsOnceAndVerifies() throws Exception {
        offer(archive(), sha512(archive()));
        Outcome first = mvnw("-v");
        assertThat(first.exit()).isZero();
        assertThat(first.out()).contains("java=" + jdk, "arguments=-v");
        Outcome second = mvnw("-v");
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(second.err()).isEmpty();
        assertThat(downloads).hasValue(1);
        assertThat(sandbox.filesBelow("home/.m2/wrapper/dists")).hasSize(1);
    }

    @Test
    void refusesADownloadWithAnotherChecksum() throws Exception {
        String expected = "0".repeat(128);
        offer(archive(), expected);
        Outcome outcome = mvnw("-v");
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .last()
                .asString()
                .isEqualTo("mvnw: the download of Maven is not what "
                        + sandbox.path("project/.mvn/wrapper/maven-wrapper.properties") + " expects (SHA-512 "
                        + sha512(archive()) + "); it was removed");
        assertThat(sandbox.filesBelow("home/.m2")).isEmpty();
    }

    @Test
    void downloadsNothingItCouldNotVerify() throws Exception {
        offer(archive(), "");
        Outcome outcome = mvnw("-v");
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).singleElement().asString().endsWith("Maven is not downloaded unverified");
        assertThat(downloads).hasValue(0);
    }

    @Test
    void saysWhatToInstallWhenTheArchiveCannotBeReached() throws Exception {
        offer(archive(), sha512(archive()));
        archiveHost.stop(0);
        Outcome outcome = mvnw("-v");
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).last().asString().endsWith("install Maven 3.8.6 or newer instead");
        assertThat(sandbox.filesBelow("home/.m2")).isEmpty();
    }

    @Test
    void endsWithOneLineWithoutAJdk() throws Exception {
        machineMaven("3.9.1");
        Outcome outcome = mvnwWith(Map.of("ONGOINGAI_JDK_DIRS", ""), "-v");
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err())
                .containsExactly(
                        "mvnw: no JDK 25 or newer found; install one (Temurin 25 for example) or set JAVA_HOME");
    }

    @Test
    void theShippedPropertiesNameApachesArchiveAndAChecksum() throws Exception {
        assertThat(Files.readAllLines(Path.of(".mvn/wrapper/maven-wrapper.properties")))
                .anyMatch(line -> line.matches(
                        "distributionUrl=https://archive\\.apache\\.org/dist/maven/maven-3/3\\.9\\.\\d+/binaries/"
                                + "apache-maven-3\\.9\\.\\d+-bin\\.tar\\.gz"))
                .anyMatch(line -> line.matches("distributionSha512Sum=[0-9a-f]{128}"));
    }

    private Outcome mvnw(String... arguments) throws Exception {
        return mvnwWith(Map.of(), arguments);
    }

    private Outcome mvnwWith(Map<String, String> environment, String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = sandbox.path("project/mvnw").toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return sandbox.run(sandbox.path("home"), environment, command);
    }

    private void machineMaven(String version) throws IOException {
        sandbox.write("maven/lib/maven-core-" + version + ".jar", "");
        Path maven = sandbox.script(
                "maven/bin/mvn",
                "[ \"$1\" = --version ] && echo 'Apache Maven " + version + "' && exit 0\n" + FAKE_MAVEN);
        Files.createSymbolicLink(sandbox.path("tools/mvn"), maven);
    }

    /** Serves the archive on loopback and names it, with a checksum, in the properties. */
    private void offer(byte[] archive, String checksum) throws IOException {
        String path = "/apache-maven-9.9.9-bin.tar.gz";
        archiveHost.createContext(path, exchange -> {
            downloads.incrementAndGet();
            exchange.sendResponseHeaders(200, archive.length);
            exchange.getResponseBody().write(archive);
            exchange.close();
        });
        sandbox.write(
                "project/.mvn/wrapper/maven-wrapper.properties",
                "distributionUrl=http://127.0.0.1:" + archiveHost.getAddress().getPort() + path
                        + "\ndistributionSha512Sum=" + checksum + "\n");
    }

    private byte[] archive() throws Exception {
        Path file = sandbox.path("maven.tar.gz");
        if (Files.notExists(file)) {
            sandbox.script("packed/apache-maven-9.9.9/bin/mvn", FAKE_MAVEN);
            Outcome packed = sandbox.run(
                    sandbox.path("packed"),
                    Map.of(),
                    sandbox.path("tools/tar").toString(),
                    "-czf",
                    file.toString(),
                    "apache-maven-9.9.9");
            assertThat(packed.exit()).as("tar: %s", packed.err()).isZero();
        }
        return Files.readAllBytes(file);
    }

    private static String sha512(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
    }
}
