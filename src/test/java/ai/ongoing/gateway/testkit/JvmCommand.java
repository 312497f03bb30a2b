package ai.ongoing.gateway.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a JVM with this one's Java, for programs that live shortly. */
public final class JvmCommand {

    private JvmCommand() {}

    /**
     * A program of this JVM's class path.
     *
     * @param heap as in {@code -Xmx}
     */
    public static List<String> of(String heap, Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xmx" + heap));
        command.addAll(SqliteLibrary.options());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
