package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.cli.Cli;
import ai.ongoing.gateway.cli.command.Terminal;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.Answer;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The README's way from a SQLite gateway that serves to a PostgreSQL one and back, line by line as it stands there. Calls
 * come in wherever a gateway runs, and every one of them is there at the end.
 */
@RunsOn(StorageDriver.POSTGRES)
final class MovedAsDocumentedTest {

    private static final Pattern BLOCK = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);
    private static final String PLACEHOLDER = "postgresql://USER:PASSWORD@HOST:5432/DB";

    private final SqliteDatabase house = SqliteDatabase.create();
    private final PostgresDatabase server = PostgresDatabase.create();
    private final FakeUpstream upstream = FakeUpstream.start();
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    @BeforeEach
    void answer() {
        upstream.answer(Answer.json("200 OK", "{\"model\":\"gpt-4o-2024-08-06\"}"));
    }

    @AfterEach
    void close() {
        upstream.close();
        server.close();
        house.close();
    }

    /** The lines of the section's blocks that are commands or say what to do between them. */
    private static List<List<String>> steps() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String section = readme.substring(readme.indexOf("## Move with every row"), readme.indexOf("## Validation"));
        return BLOCK.matcher(section)
                .results()
                .map((MatchResult block) -> block.group(1).lines().toList())
                .toList();
    }

    private void type(String line) {
        String command = line.replaceFirst("\\s+#.*", "").replace(PLACEHOLDER, server.dsn());
        told.reset();
        PrintStream stream = new PrintStream(told, true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(stream, stream, house.directory(), Map.of());
        String[] words = command.replaceFirst("^ongoingai ", "").split(" ", -1);
        assertThat(new Cli(terminal, config -> 1).run(words))
                .as("%s: %s", line, told.toString(StandardCharsets.UTF_8))
                .isZero();
    }

    private Map<String, String> onFile(String path) {
        Map<String, String> variables = RunningGateway.on(house, upstream);
        variables.put("ONGOINGAI_STORAGE_PATH", house.directory().resolve(path).toString());
        return variables;
    }

    private static void call(RunningGateway gateway, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(gateway.post("/openai/v1/chat/completions", "{\"model\":\"gpt-4o\"}")
                            .statusCode())
                    .isEqualTo(200);
        }
        gateway.awaitSettled();
    }

    private static Set<String> traces(RunningGateway gateway) {
        Set<String> ids = new TreeSet<>();
        gateway.json("/api/traces?limit=200")
                .path("items")
                .forEach(trace -> ids.add(trace.path("id").asString()));
        return ids;
    }

    @Test
    void bringsEveryCallThereAndBack() throws IOException {
        List<String> there = steps().getFirst();
        assertThat(there)
                .hasSize(7)
                .satisfies(
                        line -> assertThat(line).startsWith("# stop the gateway"),
                        org.assertj.core.data.Index.atIndex(2));
        Set<String> calls;
        try (RunningGateway old = RunningGateway.started(onFile("data/ongoingai.db"))) {
            call(old, 5);
            type(there.get(0));
            assertThat(told.toString(StandardCharsets.UTF_8)).contains("[DRY RUN] Would migrate:", "traces: 5 records");
            type(there.get(1));
            call(old, 3);
            calls = traces(old);
        }
        assertThat(calls).hasSize(8);
        type(there.get(3));
        type(there.get(4));
        assertThat(there.get(6)).isEqualTo("ongoingai serve");
        try (RunningGateway moved = RunningGateway.started(RunningGateway.on(server, upstream))) {
            assertThat(traces(moved)).isEqualTo(calls);
            call(moved, 2);
            calls = traces(moved);
        }
        assertThat(calls).hasSize(10);

        List<String> home = steps().get(1);
        assertThat(home).hasSize(1);
        type(home.getFirst());
        try (RunningGateway back = RunningGateway.started(onFile("data/home.db"))) {
            assertThat(traces(back)).isEqualTo(calls);
        }
    }
}
