package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.GatewayApplication;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;

/** The short commands in a JVM of their own whose class path holds neither Spring nor a connection pool: they cannot load them. */
class CommandsWithoutServerTest {

    private static final String CLASS_PATH = Stream.of(
                    GatewayApplication.class,
                    CommandLine.class,
                    Yaml.class,
                    org.sqlite.JDBC.class,
                    org.postgresql.Driver.class,
                    Logger.class)
            .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
            .map(location -> Path.of(URI.create(location.toString())).toString())
            .collect(Collectors.joining(File.pathSeparator));

    @TempDir
    private Path directory;

    private record Answer(int exitCode, String text) {}

    private Answer answer(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                CLASS_PATH,
                GatewayApplication.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("ONGOINGAI_") || name.startsWith("OTEL_"));
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Answer(process.exitValue(), text);
    }

    @Test
    void answerWithTheirExitCodes() throws Exception {
        assertThat(answer("config", "validate"))
                .isEqualTo(new Answer(0, "config is valid: defaults and environment\n"));
        assertThat(answer("version")).isEqualTo(new Answer(0, "dev (none, unknown)\n"));
        assertThat(answer("config", "validate", "-config", "nope.yaml").exitCode())
                .isEqualTo(1);
        assertThat(answer("migrate", "up", "--db", "file.db").text())
                .contains("successfully migrated database to version: ");
        assertThat(answer("migrate", "status", "--db", "file.db").exitCode()).isZero();
        assertThat(answer("migrate", "status", "--db", "none.db").exitCode()).isEqualTo(3);
        assertThat(answer("migrate", "lint").exitCode()).isZero();
        assertThat(answer("setup").text()).endsWith("next: ongoingai serve\n");
        assertThat(answer("help").exitCode()).isEqualTo(2);
        assertThat(answer("serve", "--help").exitCode()).isZero();
        assertThat(answer("serve", "--port", "0"))
                .isEqualTo(new Answer(1, "config is invalid: server.port must be between 1 and 65535 (got 0)\n"));
    }
}
