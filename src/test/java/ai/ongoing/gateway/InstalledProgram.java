package ai.ongoing.gateway;

import ai.ongoing.gateway.testkit.LeakWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The packaged program as an operator runs it: the launcher beside the packaged application and without sources, in a
 * directory of its own to stand in.
 */
final class InstalledProgram {

    private static final Path REPOSITORY = Path.of("").toAbsolutePath();
    private static final Path PACKAGED = Path.of(System.getProperty("ongoingai.app", "target/app"));

    private final Path home;
    private final Path standing;

    private InstalledProgram(Path home, Path standing) {
        this.home = home;
        this.standing = standing;
    }

    /** Installs into a fresh directory. */
    static InstalledProgram in(Path directory) {
        try {
            Path home = Files.createDirectories(directory.resolve("home"));
            Files.createDirectories(home.resolve(".mvn"));
            Files.createDirectories(home.resolve("target"));
            Files.copy(REPOSITORY.resolve("ongoingai"), home.resolve("ongoingai"));
            Files.copy(REPOSITORY.resolve(".mvn/jdk.sh"), home.resolve(".mvn/jdk.sh"));
            // Linked, not copied: an AOT cache is tied to the paths and times of the jars it was made of.
            Files.createSymbolicLink(home.resolve("target/app"), PACKAGED.toAbsolutePath());
            Path stamp = home.resolve("target/app/built");
            if (Files.notExists(stamp)) {
                Files.createFile(stamp);
            }
            return new InstalledProgram(home, Files.createDirectories(directory.resolve("standing")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the operator stands; relative paths of configuration and store begin here. */
    Path standing() {
        return standing;
    }

    /** A number out of the store, where the program keeps it when it is told nothing else. */
    long stored(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + standing.resolve("data/ongoingai.db"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Starts a command; its output goes to files that {@link Run} reads. */
    Run start(Map<String, String> variables, String... arguments) {
        List<String> command = new ArrayList<>(List.of(home.resolve("ongoingai").toString()));
        command.addAll(List.of(arguments));
        try {
            Path out = Files.createTempFile(home, "out", ".log");
            Path err = Files.createTempFile(home, "err", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(standing.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("ONGOINGAI_") || name.startsWith("OTEL_"));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            // The package switches it off; here every buffer is looked after, as in the tests' own JVM.
            builder.environment().put("ONGOINGAI_JAVA_OPTS", "-Dio.netty.leakDetection.level=paranoid");
            builder.environment().putAll(variables);
            return new Run(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A process of the program. */
    record Run(Process process, Path outFile, Path errFile) {

        /** Waits for the end. */
        int exitCode() {
            try {
                if (!process.waitFor(3, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                    throw new IllegalStateException("the program did not end; stderr: " + err());
                }
                return process.exitValue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Asks it to stop, as a service manager would, and waits. */
        int terminate() {
            LeakWatch.collectIn(process); // a lost buffer is told of when it was collected and others are asked for
            process.destroy();
            int code = exitCode();
            if (out().contains("LEAK: ")) {
                throw new IllegalStateException("buffers were lost: " + out());
            }
            return code;
        }

        String out() {
            return read(outFile);
        }

        String err() {
            return read(errFile);
        }

        private static String read(Path file) {
            try {
                return Files.readString(file, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
