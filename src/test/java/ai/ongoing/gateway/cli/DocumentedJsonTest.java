package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.authoring.MigrationSources;
import ai.ongoing.gateway.testkit.CopiedCheckout;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of keys in migrations.md against what every command with {@code --json} prints: no key less, none more. */
class DocumentedJsonTest {

    private static final Path PAGE = Path.of("src/docs/migrations.md");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern KEY_OR_BRACE = Pattern.compile("`([a-z_]+)`|[{}]");

    @TempDir
    private Path directory = Path.of("");

    private Typist typist;
    private Map<String, String> file;

    @BeforeEach
    void sitDown() {
        typist = new Typist(directory);
        file = Map.of("ONGOINGAI_STORAGE_PATH", directory.resolve("x.db").toString());
    }

    /** Each documented command with its keys, as {@code key} or {@code list.key}. */
    private static Map<String, Set<String>> documented() throws IOException {
        Map<String, Set<String>> commands = new LinkedHashMap<>();
        Files.readString(PAGE)
                .lines()
                .dropWhile(line -> !line.startsWith("| command | keys"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .forEach(line -> {
                    List<String> cells = List.of(line.split("\\|", -1));
                    Set<String> keys = keys(cells.get(2));
                    QUOTED.matcher(cells.get(1)).results().forEach(command -> commands.put(command.group(1), keys));
                });
        return commands;
    }

    private static Set<String> keys(String cell) {
        Set<String> keys = new TreeSet<>(Set.of("exit"));
        Deque<String> lists = new ArrayDeque<>();
        String last = "";
        for (MatchResult token : KEY_OR_BRACE.matcher(cell).results().toList()) {
            switch (token.group()) {
                case "{" -> lists.push(last + ".");
                case "}" -> lists.pop();
                default -> {
                    last = token.group(1);
                    keys.add((lists.isEmpty() ? "" : lists.peek()) + last);
                }
            }
        }
        return keys;
    }

    private static Set<String> keysOf(Map<String, Object> answer) {
        Set<String> keys = new TreeSet<>();
        answer.forEach((key, value) -> {
            keys.add(key);
            keys.addAll(below(key, value));
        });
        return keys;
    }

    @SuppressWarnings("unchecked")
    private static Set<String> below(String list, Object value) {
        Set<String> keys = new TreeSet<>();
        if (value instanceof List<?> elements) {
            for (Object element : elements) {
                if (element instanceof Map<?, ?> object) {
                    keysOf((Map<String, Object>) object)
                            .forEach(key -> keys.add(key.contains(".") ? key : list + "." + key));
                }
            }
        }
        return keys;
    }

    private Set<String> answer(Map<String, String> environment, String command) {
        List<String> words = new ArrayList<>(List.of("migrate"));
        words.addAll(List.of(command.split(" ", -1)));
        // Flags stand before a word.
        words.add(2, "--json");
        typist.type(environment, words);
        return keysOf(typist.json());
    }

    @Test
    void everyCommandThatNeedsNoServerAnswersWithItsKeys() throws IOException {
        Map<String, Set<String>> found = new LinkedHashMap<>();
        for (String command : List.of(
                "baseline",
                "plan",
                "plan --execute-and-rollback",
                "up",
                "status",
                "check",
                "validate",
                "version",
                "events",
                "repair",
                "down",
                "redo",
                "adopt",
                "dump --list")) {
            found.put(command, answer(file, command));
        }
        CopiedCheckout.into(directory);
        found.put("new NAME", answer(file, "new add_words"));
        Path written = directory.resolve(MigrationSources.FOLDER).resolve("sqlite");
        try (var files = Files.list(written)) {
            Path added = files.filter(one -> one.toString().endsWith("_add_words.sql"))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(added, Files.readString(added).replaceFirst("SELECT 1;", "DROP TABLE traces;"));
        }
        found.put("lint", answer(file, "lint"));

        Map<String, Set<String>> expected = new LinkedHashMap<>(documented());
        List.of("dump", "dump --write", "parity").forEach(expected::remove);
        assertThat(found).containsAllEntriesOf(expected).hasSameSizeAs(expected);
    }

    @Test
    void aRefusalAnswersWithItsSentence() {
        assertThat(answer(file, "repair --accept-checksum 100")).isEqualTo(Set.of("exit", "error"));
        assertThat(answer(Map.of("ONGOINGAI_STORAGE_DRIVER", "x"), "status")).isEqualTo(Set.of("exit", "error"));
    }

    @Nested
    @RunsOn(StorageDriver.POSTGRES)
    class OnAServer {

        @Test
        void whatComparesBackendsAnswersWithItsKeys() throws IOException {
            try (PostgresDatabase database = PostgresDatabase.create()) {
                Map<String, String> server = new HashMap<>(Map.of("ONGOINGAI_STORAGE_DRIVER", "postgres"));
                server.put("ONGOINGAI_STORAGE_DSN", database.dsn());
                CopiedCheckout.into(directory);
                for (String command : List.of("dump", "dump --write", "parity")) {
                    assertThat(answer(server, command))
                            .as(command)
                            .isEqualTo(documented().get(command));
                }
            }
        }
    }
}
