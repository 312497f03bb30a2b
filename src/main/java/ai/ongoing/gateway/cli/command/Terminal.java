package ai.ongoing.gateway.cli.command;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** What a command sees of the outside: its two streams, the directory it stands in, and the environment. */
public record Terminal(PrintStream out, PrintStream err, Path workingDirectory, Map<String, String> environment) {

    public Terminal {
        environment = Map.copyOf(environment);
    }

    /** The process's own, written as UTF-8 whatever the locale says: texts and paths must not turn into {@code ?}. */
    public static Terminal ofProcess() {
        return new Terminal(
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                Path.of(""),
                System.getenv());
    }

    /** Never prints the environment. */
    @Override
    public String toString() {
        return "Terminal[workingDirectory=" + workingDirectory + "]";
    }
}
