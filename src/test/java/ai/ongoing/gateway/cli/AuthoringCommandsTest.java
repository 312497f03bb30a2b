package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.cli.command.Terminal;
import ai.ongoing.gateway.storage.authoring.MigrationSources;
import ai.ongoing.gateway.testkit.CopiedCheckout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthoringCommandsTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    private int run(String commandLine) {
        out.reset();
        err.reset();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                directory,
                Map.of());
        return new Cli(terminal, config -> 42).run(commandLine.split(" ", -1));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private Path checkout() throws IOException {
        CopiedCheckout.into(directory);
        return directory.resolve(MigrationSources.FOLDER);
    }

    @Test
    void lintReadsTheCheckoutElseTheProgram() throws IOException {
        assertThat(run("migrate lint")).isZero();
        assertThat(out()).contains(" files in the program: nothing to refuse\n");

        Path root = checkout();
        assertThat(run("migrate lint")).isZero();
        assertThat(out()).contains(" files in src/main/resources/db/migration of " + directory);

        assertThat(run("migrate new add_words")).as(err()).isZero();
        assertThat(out().lines())
                .hasSize(2)
                .allSatisfy(file -> assertThat(Path.of(file)).exists());
        assertThat(run("migrate lint")).isZero();
        try (Stream<Path> files = Files.list(root.resolve("postgres"))) {
            Path added = files.filter(file -> file.toString().endsWith("_add_words.sql"))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(
                    added, Files.readString(added).replaceFirst("SELECT 1;", "CREATE INDEX i ON traces(id);"));
        }
        assertThat(run("migrate lint")).isEqualTo(1);
        assertThat(out())
                .containsPattern(
                        "postgres/\\d+_add_words.sql:3: index-blocks-writes: .*\\. Instead: CREATE INDEX CONC");
        assertThat(run("migrate lint --json")).isEqualTo(1);
        assertThat(out()).contains("\"rule\":\"index-blocks-writes\"").contains("\"line\":3");
    }

    @Test
    void aCheckoutThatIsDamagedIsSaidInOneLine() throws IOException {
        Files.delete(checkout().resolve("lint.txt"));

        assertThat(run("migrate lint")).isEqualTo(1);
        assertThat(err()).startsWith("cannot read ").contains("lint.txt").hasLineCount(1);
    }

    @Test
    void newNeedsANameAndACheckout() {
        assertThat(run("migrate new")).isEqualTo(2);
        assertThat(err()).startsWith("migrate new: \"\" is no name; ");
        assertThat(run("migrate new Two.Words")).isEqualTo(2);
        assertThat(err()).contains("\"Two.Words\" is no name");
        assertThat(run("migrate new add_words")).isEqualTo(2);
        assertThat(err()).contains("is in no source checkout");
    }

    @Test
    void theListOfFilesNeedsNoDatabase() {
        assertThat(run("migrate dump --list")).isZero();
        assertThat(out()).contains("100  exact_usage_and_lineage  What the older program did not record: ");
        assertThat(run("migrate dump")).isEqualTo(2);
        assertThat(err()).contains("storage.dsn names no PostgreSQL").contains("ONGOINGAI_STORAGE_DSN");
    }

    @Test
    void everyCommandExplainsItself() {
        assertThat(run("migrate --help")).isZero();
        assertThat(out().lines()
                        .filter(line -> line.startsWith("  ongoingai migrate "))
                        .toList())
                .allSatisfy(line -> {
                    String word = line.strip().split(" +", -1)[2];
                    assertThat(run("migrate " + word + " --help")).isZero();
                    assertThat(out())
                            .startsWith("Usage: ongoingai migrate " + word)
                            .contains("--json[=true|false]", "--config")
                            .doesNotContain("PARAM");
                })
                .hasSizeGreaterThan(9);
        assertThat(run("--help")).isZero();
        assertThat(out()).contains("ongoingai migrate ").contains("ongoingai setup");
    }
}
