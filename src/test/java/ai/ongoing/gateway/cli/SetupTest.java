package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.cli.command.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    private Path directory;

    /** The starter's own path is relative to the process, which a test cannot move. */
    @BeforeEach
    void placeTheFile() {
        environment.put(
                "ONGOINGAI_STORAGE_PATH", directory.resolve("data/ongoingai.db").toString());
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                directory,
                environment);
        return new Cli(terminal, config -> 42).run(arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void goesFromNothingToAMigratedDatabase() throws IOException {
        assertThat(run("setup")).as(err()).isZero();
        assertThat(out())
                .startsWith("configuration is written: ongoingai.yaml\ndatabase is ready: ")
                .endsWith("next: ongoingai serve\n");
        assertThat(directory.resolve("data/ongoingai.db")).exists();
        assertThat(run("migrate", "check")).isZero();
        assertThat(run("serve")).isEqualTo(42);
        assertThat(run("config", "validate")).isZero();
        assertThat(out()).isEqualTo("config is valid: ongoingai.yaml\n");
    }

    @Test
    void neverWritesOverAConfiguration() throws IOException {
        Files.createDirectory(directory.resolve("config"));
        Files.writeString(directory.resolve("config/ongoingai.yaml"), "server: {port: 1234}\n");

        assertThat(run("setup")).isZero();
        assertThat(run("setup")).isZero();
        assertThat(out()).startsWith("configuration is left as it is: config/ongoingai.yaml\n");
        assertThat(directory.resolve("ongoingai.yaml")).doesNotExist();
        assertThat(directory.resolve("config/ongoingai.yaml")).hasContent("server: {port: 1234}");
    }

    @Test
    void writesWhereItIsTold() {
        assertThat(run("setup", "--config", "mine.yaml")).as(err()).isZero();
        assertThat(directory.resolve("mine.yaml")).exists();
        assertThat(out()).endsWith("next: ongoingai serve --config mine.yaml\n");
    }

    @Test
    void aFailedMigrationIsAWarningWithTheCommandToRepeatAndNoSuccess() throws IOException {
        Files.writeString(directory.resolve("data"), "a file in place of the directory");

        assertThat(run("setup")).isNotZero();
        assertThat(directory.resolve("ongoingai.yaml")).exists();
        assertThat(err())
                .startsWith("warning: the database was not migrated: ")
                .endsWith("When that is mended, run: ongoingai migrate up\n");
        assertThat(out()).doesNotContain("ready");
    }

    @Test
    void theCommandToRepeatNamesTheSameConfiguration() throws IOException {
        Files.writeString(directory.resolve("data"), "a file in place of the directory");
        assertThat(run("setup", "--config", "my gateway.yaml")).isNotZero();
        assertThat(err()).endsWith("When that is mended, run: ongoingai migrate up --config 'my gateway.yaml'\n");

        Files.delete(directory.resolve("data"));
        assertThat(run("setup", "--config", "my gateway.yaml")).isZero();
        assertThat(out()).endsWith("next: ongoingai serve --config 'my gateway.yaml'\n");
    }

    @Test
    void aServerThatIsAwayIsSaidWithoutItsPassword() {
        environment.put("ONGOINGAI_STORAGE_DRIVER", "postgres");
        environment.put("ONGOINGAI_STORAGE_DSN", "postgres://u:S3cretWord@127.0.0.1:1/d?sslmode=disable");

        assertThat(run("setup")).isEqualTo(11);
        assertThat(err())
                .startsWith("warning: the database was not migrated: ")
                .contains("refuses the connection")
                .endsWith("When that is mended, run: ongoingai migrate up\n")
                .doesNotContain("S3cretWord");
    }

    @Test
    void aConfigurationThatCannotBeReadIsSaid() throws IOException {
        Files.writeString(directory.resolve("ongoingai.yaml"), "server: {hots: x}");

        assertThat(run("setup")).isEqualTo(2);
        assertThat(err()).startsWith("config is invalid: ");
        assertThat(run("setup", "words")).isEqualTo(2);
        assertThat(err()).isEqualTo("setup does not accept positional arguments\n");
    }
}
