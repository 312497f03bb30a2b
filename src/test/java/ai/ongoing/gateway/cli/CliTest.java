package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.cli.command.ServeLauncher;
import ai.ongoing.gateway.cli.command.Terminal;
import ai.ongoing.gateway.config.GatewayConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private final List<GatewayConfig> served = new ArrayList<>();

    @TempDir
    private Path directory;

    private int run(String... arguments) {
        out.reset();
        err.reset();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                directory,
                environment);
        ServeLauncher launcher = config -> {
            served.add(config);
            return 42;
        };
        return new Cli(terminal, launcher).run(arguments);
    }

    private int line(String commandLine) {
        return run(commandLine.isEmpty() ? new String[0] : commandLine.split(" ", -1));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "serve", "serve extra words", "serve -- --host x", "serve extra --port 1"})
    void servesOnDefaults(String commandLine) {
        assertThat(line(commandLine)).isEqualTo(42);
        assertThat(served).singleElement().satisfies(config -> {
            assertThat(config.source()).isEqualTo("defaults and environment");
            assertThat(config.server().port()).isEqualTo(8080);
        });
        assertThat(out()).isEmpty();
        assertThat(err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve --config my.yaml",
                "serve -config my.yaml",
                "serve --config=my.yaml",
                "serve -config=my.yaml",
                "serve --config other.yaml --config my.yaml"
            })
    void takesFlagsInEveryShapeThatGoTakes(String commandLine) throws IOException {
        write("my.yaml", "server: {port: 1234}");

        assertThat(line(commandLine)).isEqualTo(42);
        assertThat(served).singleElement().satisfies(config -> {
            assertThat(config.source()).isEqualTo("my.yaml");
            assertThat(config.server().port()).isEqualTo(1234);
        });
    }

    @Test
    void hostAndPortOfTheCommandLineWinOverFileAndEnvironment() throws IOException {
        write("ongoingai.yaml", "server: {host: 10.0.0.1, port: 1}");
        environment.put("ONGOINGAI_HOST", "10.0.0.2");
        environment.put("ONGOINGAI_PORT", "2");

        assertThat(line("serve --host ::1 -port=3")).isEqualTo(42);
        assertThat(served).singleElement().satisfies(config -> {
            assertThat(config.server().host()).isEqualTo("::1");
            assertThat(config.server().port()).isEqualTo(3);
        });
    }

    @Test
    void hostAndPortOfTheCommandLineAreValidatedLikeAllOthers() {
        assertThat(line("serve --port 70000")).isEqualTo(1);
        assertThat(err()).isEqualTo("config is invalid: server.port must be between 1 and 65535 (got 70000)\n");
        assertThat(served).isEmpty();
    }

    @Test
    void aFailureToLoadIsWordedByTheCommand() throws IOException {
        write("bad.yaml", "server: {hots: x}");

        assertThat(line("serve --config bad.yaml")).isEqualTo(1);
        assertThat(err()).startsWith("failed to load config: parse yaml \"bad.yaml\": line 1: field hots not found");
        assertThat(line("config validate --config bad.yaml")).isEqualTo(1);
        assertThat(err()).startsWith("config is invalid: parse yaml \"bad.yaml\": line 1: field hots not found");
        assertThat(line("serve --config nope.yaml")).isEqualTo(1);
        assertThat(err()).startsWith("failed to load config: read config \"nope.yaml\": no such file");
        assertThat(served).isEmpty();
    }

    @Test
    void validateNamesWhatItRead() throws IOException {
        assertThat(line("config validate")).isZero();
        assertThat(out()).isEqualTo("config is valid: defaults and environment\n");

        write("ongoingai.yaml", "");
        assertThat(line("config validate")).isZero();
        assertThat(out()).isEqualTo("config is valid: ongoingai.yaml\n");

        assertThat(line("config validate --config ./ongoingai.yaml")).isZero();
        assertThat(out()).isEqualTo("config is valid: ./ongoingai.yaml\n");

        assertThat(run("config", "validate", "--config", "")).isZero();
        assertThat(out()).isEqualTo("config is valid: defaults and environment\n");
        assertThat(err()).isEmpty();
    }

    @Test
    void validateRefusesWhatServeWouldRefuse() {
        environment.put("ONGOINGAI_AUTH_ENABLED", "true");

        assertThat(line("config validate")).isEqualTo(1);
        String validated = err();
        assertThat(line("serve")).isEqualTo(1);
        assertThat(err()).isEqualTo(validated).startsWith("config is invalid: auth.enabled is true, but this version");
        assertThat(out()).isEmpty();
        assertThat(served).isEmpty();
    }

    @Test
    void warningsGoToStderrInBoth() {
        environment.put("ONGOINGAI_STORAGE_DSN", "postgres://u:S3cretWord@h/d");

        assertThat(line("config validate")).isZero();
        assertThat(err())
                .startsWith("warning: storage.dsn is set, but storage.driver is sqlite")
                .doesNotContain("S3cret");
        assertThat(line("serve")).isEqualTo(42);
        assertThat(err()).startsWith("warning: storage.dsn is set, but storage.driver is sqlite");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config validate --show", "config validate -show=true", "config validate --show -- "})
    void showsEveryValueWithItsOriginAndWithoutSecrets(String commandLine) throws IOException {
        write("ongoingai.yaml", """
            server:
              port: 9000
            providers: {openai: {upstream: "https://h/v1?key=S3cretWord"}}
            pii: {mode: off, replacement: {hash_salt: S3cretWord}}
            auth: {keys: [{id: one, token: S3cretWord}]}
            storage: {driver: postgres}
            """);
        environment.put("ONGOINGAI_STORAGE_DSN", "host=h user=u password=S3cretWord dbname=d");

        assertThat(line(commandLine.strip())).isZero();
        assertThat(out())
                .startsWith("config is valid: ongoingai.yaml\nserver.host = 127.0.0.1  (default)\n")
                .contains("\nserver.port = 9000  (ongoingai.yaml:2)\n")
                .contains("\nstorage.dsn = postgresql://u:****@h:5432/d  (ONGOINGAI_STORAGE_DSN)\n")
                .contains("\nproviders.openai.upstream = https://h/v1?****  (ongoingai.yaml:3)\n")
                .contains("\npii.replacement.hash_salt = ****  (ongoingai.yaml:4)\n")
                .contains("\nauth.keys = [Key[id=one]]  (ongoingai.yaml:5)\n")
                .doesNotContain("S3cretWord");
    }

    @Test
    void booleansMayBeSwitchedOff() {
        assertThat(line("config validate --show=false")).isZero();
        assertThat(out()).isEqualTo("config is valid: defaults and environment\n");
    }

    @Test
    void validateTakesNoPositionals() {
        assertThat(line("config validate my.yaml")).isEqualTo(2);
        assertThat(err()).isEqualTo("config validate does not accept positional arguments\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "--version", "-v"})
    void printsTheVersion(String commandLine) {
        assertThat(line(commandLine)).isZero();
        assertThat(out()).isEqualTo("dev (none, unknown)\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "nonsense", "-config my.yaml", "--port 1", "Serve"})
    void anUnknownCommandGetsTheUsageOnStderr(String commandLine) {
        assertThat(line(commandLine)).isEqualTo(2);
        assertThat(out()).isEmpty();
        assertThat(err()).startsWith("Usage:\n  ongoingai serve [--config path/to/ongoingai.yaml]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config", "config help", "config show"})
    void configAloneGetsItsOneSynopsis(String commandLine) {
        assertThat(line(commandLine)).isEqualTo(2);
        assertThat(err()).matches("Usage:\n  ongoingai config validate [^\n]*\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "-h",
                "serve --help",
                "serve -h",
                "serve -help",
                "config --help",
                "config validate --help",
                "version --help"
            })
    void helpGoesToStdout(String commandLine) {
        assertThat(line(commandLine)).isZero();
        assertThat(out()).startsWith("Usage:").contains("ongoingai");
        assertThat(err()).isEmpty();
        assertThat(served).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "serve --nope, Unknown option: '--nope'",
        "serve --port x, Invalid value for option '--port': 'x' is not an int",
        "serve --port, Missing required parameter for option '--port' (PORT)",
        "serve --config, Missing required parameter for option '--config' (path/to/ongoingai.yaml)",
        "config validate --show=maybe, Invalid value for option '--show': 'maybe' is not a boolean",
        "config validate @file --x, config validate does not accept positional arguments"
    })
    void wrongFlagsAreUsageErrors(String commandLine, String message) {
        assertThat(line(commandLine)).isEqualTo(2);
        assertThat(err()).startsWith(message);
        assertThat(out()).isEmpty();
        assertThat(served).isEmpty();
    }
}
