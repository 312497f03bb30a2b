package ai.ongoing.gateway.cli;

import ai.ongoing.gateway.cli.command.ServeLauncher;
import ai.ongoing.gateway.cli.command.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Types {@code ongoingai dev-db ...} and keeps what the last one said, both streams together. */
final class DevDbCalls {

    private final Map<String, String> environment;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    DevDbCalls(Map<String, String> environment) {
        this.environment = environment;
    }

    int run(String... words) {
        return command(Stream.concat(Stream.of("dev-db"), Stream.of(words)).toArray(String[]::new));
    }

    int command(String... words) {
        return command(_ -> 0, words);
    }

    int command(ServeLauncher launcher, String... words) {
        said.reset();
        PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
        return new Cli(new Terminal(stream, stream, Path.of(""), environment), launcher).run(words);
    }

    String said() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
