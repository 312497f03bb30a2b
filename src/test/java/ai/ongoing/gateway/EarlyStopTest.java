package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A signal before there is a gateway. */
final class EarlyStopTest {

    @TempDir
    private Path directory;

    /** The configuration is a pipe: opening it for writing waits until the program reads its configuration. */
    @Test
    void endsWithZeroThoughNothingWasBegun() throws Exception {
        Path pipe = directory.resolve("ongoingai.yaml");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "ai.ongoing.gateway.GatewayApplication",
                        "serve",
                        "--config",
                        pipe.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        try (OutputStream _ = Files.newOutputStream(pipe)) {
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isZero();
    }
}
