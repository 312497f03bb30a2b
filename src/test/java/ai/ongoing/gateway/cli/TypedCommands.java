package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.cli.command.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** Commands as they are typed, on a fresh store of either kind, and what they print. */
abstract class TypedCommands {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    /** The variables that name the store. */
    abstract Map<String, String> environment();

    /** Everything a command that only looks may not change: bytes of files, facts of a catalogue. */
    abstract Object fingerprint() throws Exception;

    /** A statement on the store. */
    abstract void execute(String sql) throws Exception;

    /** A recorded call with a value in a column of file 100. */
    abstract void addTrace() throws Exception;

    /** Makes the store the one that the Go program wrote. */
    abstract void fillAsTheGoProgramDid() throws Exception;

    @AfterEach
    abstract void close();

    int run(String commandLine) {
        return run(environment(), commandLine);
    }

    int run(Map<String, String> environment, String commandLine) {
        out.reset();
        err.reset();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                directory,
                environment);
        return new Cli(terminal, config -> 42).run(commandLine.split(" ", -1));
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** JSON is YAML, so the answer is read by a parser that is not its writer. */
    Map<String, Object> json() {
        assertThat(out().strip()).startsWith("{").endsWith("}").doesNotContain("\n");
        return new Yaml().load(out());
    }
}
