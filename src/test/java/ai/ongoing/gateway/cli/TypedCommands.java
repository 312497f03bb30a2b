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

    /** What the commands work on; asked anew each time. */
    abstract TypedStore store();

    final Map<String, String> environment() {
        return store().environment();
    }

    final Object fingerprint() throws Exception {
        return store().fingerprint();
    }

    final void execute(String sql) throws Exception {
        store().execute(sql);
    }

    final void addTrace() throws Exception {
        store().addTrace();
    }

    final void fillAsTheGoProgramDid() throws Exception {
        store().fillAsTheGoProgramDid();
    }

    @AfterEach
    final void close() {
        store().close();
    }

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
