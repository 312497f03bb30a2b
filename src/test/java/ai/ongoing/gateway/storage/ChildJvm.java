package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.testkit.SqliteLibrary;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A second process with this one's classes. Its log goes nowhere, its standard output is read line by line. */
final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** A child of the same rights. */
    static ChildJvm start(String... arguments) throws IOException {
        return start(List.of(), arguments);
    }

    /**
     * A child that file modes bind: root keeps its name, but not its power to pass over them. Started as any other user
     * it is a plain child.
     */
    static ChildJvm startBoundByFileModes(String... arguments) throws IOException {
        boolean root = System.getProperty("user.name").equals("root");
        return start(
                root
                        ? List.of(
                                "setpriv",
                                "--bounding-set=-dac_override,-dac_read_search",
                                "--inh-caps=-dac_override,-dac_read_search")
                        : List.of(),
                arguments);
    }

    private static ChildJvm start(List<String> prefix, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
        command.addAll(SqliteLibrary.options());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), StoreProbe.class.getName()));
        command.addAll(List.of(arguments));
        return new ChildJvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** The next line of its output that is no log line. */
    String line() throws IOException {
        String line = output.readLine();
        while (line != null && line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} .*")) {
            line = output.readLine();
        }
        return line == null ? "(the child ended)" : line;
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL, and gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
