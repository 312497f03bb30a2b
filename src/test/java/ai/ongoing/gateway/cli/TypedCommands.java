package ai.ongoing.gateway.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Commands as they are typed, on a fresh store of either kind, and what they print. */
abstract class TypedCommands {

    @TempDir
    Path directory;

    private Typist typist;

    @BeforeEach
    void sitDown() {
        typist = new Typist(directory);
    }

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
        return typist.type(environment, List.of(commandLine.split(" ", -1)));
    }

    String out() {
        return typist.out();
    }

    String err() {
        return typist.err();
    }

    Map<String, Object> json() {
        return typist.json();
    }
}
