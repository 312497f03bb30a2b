package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.cli.command.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** Types commands in a directory, in this process, and keeps what the last one printed. {@code serve} ends at once. */
final class Typist {

    /** What {@code serve} ends with here. */
    static final int SERVED = 42;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Path directory;

    Typist(Path directory) {
        this.directory = directory;
    }

    int type(Map<String, String> environment, List<String> words) {
        out.reset();
        err.reset();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                directory,
                environment);
        return new Cli(terminal, config -> SERVED).run(words.toArray(String[]::new));
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
