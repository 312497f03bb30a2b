package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.cli.command.SameStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link SameStore}: what a stranger copies from a message reaches the same database. */
class SameStoreTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Run "ongoingai migrate up".                      | Run "ongoingai migrate up --config a.yaml --db b.db".
            run "ongoingai migrate down --to 109" or wait    | run "ongoingai migrate down --to 109 --config a.yaml --db b.db" or wait
            "ongoingai migrate" and "ongoingai migrate up"   | "ongoingai migrate --config a.yaml --db b.db" and "ongoingai migrate up --config a.yaml --db b.db"
            Then run "ongoingai serve" again.                | Then run "ongoingai serve --config a.yaml" again.
            see "ongoingai journal inspect"                  | see "ongoingai journal inspect --config a.yaml"
            Run the same "ongoingai db copy" again           | Run the same "ongoingai db copy" again
            GRANT CREATE ON DATABASE "ongoingai" TO "migrate" | GRANT CREATE ON DATABASE "ongoingai" TO "migrate"
            """)
    void everyProposedCommandNamesIt(String sentence, String aimed) {
        assertThat(new SameStore(Path.of("a.yaml"), "b.db").in(sentence)).isEqualTo(aimed);
        assertThat(new SameStore(null, null).in(sentence)).isEqualTo(sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain.db",
                "/var/lib/a_b-c.db",
                "two words.db",
                "it's.db",
                "$HOME & more; `x`.db",
                "",
                "-db",
                "ü.db"
            })
    void aShellReadsTheNameAsItWasTyped(String name) throws Exception {
        String command = "printf '%s\\n'" + new SameStore(Path.of(name), name).flags();
        Process shell = new ProcessBuilder("sh", "-c", command).start();
        String words = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).isZero();
        assertThat(words.lines()).containsExactlyElementsOf(List.of("--config", name, "--db", name));
    }

    @Test
    void aPlainNameStaysPlain() {
        assertThat(new SameStore(null, "./data/ongoingai.db").flags()).isEqualTo(" --db ./data/ongoingai.db");
        assertThat(new SameStore(null, "my data/x.db").flags()).isEqualTo(" --db 'my data/x.db'");
    }
}
