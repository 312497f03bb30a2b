package ai.ongoing.gateway.devdb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs other programs. Secrets reach them by environment or standard input, never as arguments that everybody can list. */
final class Programs {

    /** What a program said, both streams together, and how it ended. */
    record Ran(int exit, String said) {
        boolean well() {
            return exit == 0;
        }
    }

    private final Map<String, String> environment;

    /** @param environment what this process was started with; its PATH is where programs are looked for */
    Programs(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    Ran run(List<String> command) {
        return run(command, Map.of(), "");
    }

    /** Runs a program to its end. One that cannot be started at all counts as ended with 127, as in a shell. */
    Ran run(List<String> command, Map<String, String> more, String input) {
        try {
            Process process = prepared(command, more).redirectErrorStream(true).start();
            try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
                stdin.write(input);
            } catch (IOException itReadNoInput) {
                // It ended first; how it ended is asked below.
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return new Ran(process.waitFor(), said);
        } catch (IOException e) {
            return new Ran(127, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DevDatabaseException("interrupted while " + command.getFirst() + " was running", e);
        }
    }

    /** Runs a program that talks to the terminal itself; returns its exit code. */
    int attached(List<String> command, Map<String, String> more) {
        try {
            return prepared(command, more).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new DevDatabaseException(command.getFirst() + " cannot be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 130;
        }
    }

    private ProcessBuilder prepared(List<String> command, Map<String, String> more) {
        String program = command.getFirst();
        List<String> found = Stream.concat(
                        Stream.of(
                                program.contains("/")
                                        ? program
                                        : onPath(program).map(Path::toString).orElse(program)),
                        command.stream().skip(1))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(found);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().putAll(more);
        return builder;
    }

    Optional<Path> onPath(String program) {
        return Stream.of(environment.getOrDefault("PATH", "").split(":", -1))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
