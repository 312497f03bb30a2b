package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.CopiedCheckout;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command of the documents that needs nothing but a database is run as it stands there, on a migrated one, in a
 * scratch copy of the checkout. Places outside the checkout lie in the scratch directory, names in capitals have values.
 */
class DocumentedRunsTest {

    private static final List<Path> DOCUMENTS =
            List.of(Path.of("README.md"), Path.of("src/docs/operations.md"), Path.of("src/docs/migrations.md"));
    private static final Pattern BLOCK = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);
    private static final Pattern INLINE = Pattern.compile("`(ongoingai [^`]+)`");
    private static final Pattern OPTIONAL = Pattern.compile("\\[([^]]*)]");
    /** What needs no gateway that runs, no container, and no second database: those have tests of their own. */
    private static final Pattern RUNNABLE = Pattern.compile(
            "ongoingai (?:migrate |setup|serve|config validate|version|export|db backup|db restore --check).*");

    private static final Pattern CLOUDED = Pattern.compile(".*(?:\\.\\.\\.|\\bfilters\\b|/etc/).*");
    private static final String SEED = "../shared/seeds/002_973786a205047bcd.txt";

    @TempDir
    private Path directory = Path.of("");

    private Typist typist;

    @BeforeEach
    void sitDown() throws IOException {
        CopiedCheckout.into(directory);
        typist = new Typist(directory);
    }

    /** In the order in which they stand. */
    private static Set<String> commands() throws IOException {
        Set<String> commands = new LinkedHashSet<>();
        for (Path document : DOCUMENTS) {
            String text = Files.readString(document);
            BLOCK.matcher(text)
                    .results()
                    .flatMap(block -> block.group(1).lines())
                    .map(line -> line.replaceFirst("\\s#.*", "")
                            .replaceFirst(" > .*", "")
                            .strip())
                    .filter(line -> line.startsWith("ongoingai "))
                    .forEach(commands::add);
            INLINE.matcher(text).results().flatMap(DocumentedRunsTest::variants).forEach(commands::add);
        }
        commands.removeIf(command ->
                !RUNNABLE.matcher(command).matches() || CLOUDED.matcher(command).matches());
        return commands;
    }

    /** A synopsis without its options, and with each. */
    private static Stream<String> variants(MatchResult inline) {
        String synopsis = inline.group(1).replace("\\|", "|");
        String bare =
                OPTIONAL.matcher(synopsis).replaceAll("").replaceAll(" +", " ").strip();
        return Stream.concat(
                Stream.of(bare),
                OPTIONAL.matcher(synopsis)
                        .results()
                        .flatMap(option -> Stream.of(option.group(1).split(" \\| ", -1)))
                        .map(option -> bare + " " + option));
    }

    private List<String> words(String command) {
        String here = command.replace("/tmp/", directory + "/")
                .replace("/backups/", directory + "/")
                .replaceAll("(\\w+)\\|\\w+", "$1")
                .replaceAll("\\bV\\b", "109")
                .replaceAll("\\bN\\b", "2")
                .replaceAll("\\bNAME\\b", "add_words")
                .replace("--out FILE", "--out " + directory + "/traces")
                .replaceAll("\\bFILE\\b", directory + "/a.file");
        List<String> words = new ArrayList<>(List.of(here.split(" ", -1)));
        words.removeFirst();
        return words;
    }

    /** Whether a database is what it says: pending files, and what the documents say is refused. */
    private static boolean expected(String command, int exit) {
        return exit == 0
                || (exit == 3 && command.matches(".* migrate (?:check|status|plan|--check).*"))
                || (exit == 10 && command.equals("ongoingai migrate baseline"))
                || (exit == Typist.SERVED && command.startsWith("ongoingai serve"));
    }

    private int run(Map<String, String> environment, Set<String> left) throws IOException {
        int run = 0;
        for (String command : commands()) {
            if (left.contains(command)) {
                continue;
            }
            assertThat(typist.type(environment, List.of("migrate", "up")))
                    .as(typist.err())
                    .isZero();
            int exit = typist.type(environment, words(command));
            assertThat(expected(command, exit))
                    .as("%s ends with %s: %s", command, exit, typist.err())
                    .isTrue();
            run++;
        }
        return run;
    }

    @Test
    void onAFile() throws IOException {
        Map<String, String> file =
                Map.of("ONGOINGAI_STORAGE_PATH", directory.resolve("x.db").toString());
        Set<String> needAServer =
                Set.of("ongoingai migrate dump", "ongoingai migrate dump --write", "ongoingai migrate parity");
        assertThat(run(file, needAServer)).isGreaterThan(35);
    }

    /** The other gateway's guide: its commands with our program's name do what it says they do. */
    @Test
    void theCommandsOfAnotherGatewaysGuide() throws IOException {
        Path seed = Path.of(SEED);
        assumeThat(Files.exists(seed)).as("the shared folder is there").isTrue();
        List<String> commands = Files.readString(seed)
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("llm-proxy migrate "))
                .map(line -> line.replace("llm-proxy ", "ongoingai ")
                        .replace("\"$TEST_DB\"", "test.db")
                        .replace(
                                "/path/to/database.db",
                                directory.resolve("database.db").toString()))
                .toList();
        assertThat(commands).hasSizeGreaterThan(8);
        Map<String, String> file =
                Map.of("ONGOINGAI_STORAGE_PATH", directory.resolve("x.db").toString());
        for (String command : commands) {
            int exit = typist.type(file, words(command));
            assertThat(expected(command, exit))
                    .as("%s ends with %s: %s", command, exit, typist.err())
                    .isTrue();
        }
    }

    @Nested
    @RunsOn(StorageDriver.POSTGRES)
    class OnAServer {

        @Test
        void everyCommandToo() throws IOException {
            try (PostgresDatabase database = PostgresDatabase.create()) {
                Map<String, String> server =
                        Map.of("ONGOINGAI_STORAGE_DRIVER", "postgres", "ONGOINGAI_STORAGE_DSN", database.dsn());
                assertThat(run(server, Set.of())).isGreaterThan(38);
            }
        }
    }
}
