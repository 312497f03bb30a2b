package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.cli.command.Terminal;
import ai.ongoing.gateway.storage.schema.OldDatabase;
import ai.ongoing.gateway.storage.schema.SchemaBackend;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is done to a schema, in any order: the gateway works, or one sentence says what to do next, and whoever does
 * that comes back to a working gateway with every row.
 */
abstract class FoolishOperatorsContract {

    private static final int FEW_ACTS = 8;
    private static final int MANY_ACTS = 30;
    private static final int PATIENCE = 8;
    private static final Pattern NEXT = Pattern.compile("\"ongoingai migrate ([a-z]+[^\"]*)\"");
    private static final Pattern LOOKING = Pattern.compile("(check|status|events|validate|plan|version).*");
    private static final Pattern DRY_RUN = Pattern.compile("nothing was changed; next: ongoingai migrate .* --yes");
    private static final Pattern BY_HAND = Pattern.compile("(?i)install|put |undo the change|restore|delete|adopt");

    private final List<String> story = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    abstract SchemaBackend create();

    static LongStream manySeeds() {
        return LongStream.rangeClosed(100, 104);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void fewActsLeadBack(long seed) {
        play(seed, FEW_ACTS);
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("manySeeds")
    void manyActsLeadBack(long seed) {
        play(seed, MANY_ACTS);
    }

    private void play(long seed, int acts) {
        Random random = new Random(seed);
        try (SchemaBackend backend = create()) {
            OldDatabase.fill(backend, 9);
            String rows = OldDatabase.contentHash(backend);
            follow("up", backend);
            for (int done = 0; done < acts; ) {
                backend.execute("DROP TABLE IF EXISTS kept", "CREATE TABLE kept AS SELECT * FROM schema_migrations");
                Deque<Runnable> remedies = new ArrayDeque<>();
                for (int burst = random.nextInt(2); burst >= 0; burst--, done++) {
                    FoolishAct act = List.of(FoolishAct.values()).get(random.nextInt(FoolishAct.values().length));
                    story.add(act.toString());
                    remedies.push(act.on(backend, random, command -> type(command, backend)));
                }
                comeBack(backend, remedies, "seed " + seed);
                assertThat(OldDatabase.contentHash(backend))
                        .as("%s, %s", seed, story)
                        .isEqualTo(rows);
                story.clear();
            }
        }
    }

    /** Does what the sentence says, and nothing else, until the program is content. */
    private void comeBack(SchemaBackend backend, Deque<Runnable> remedies, String seed) {
        String before = "";
        for (int step = 0; step < PATIENCE; step++) {
            if (type("check", backend) == 0) {
                return;
            }
            String sentence = err.toString(StandardCharsets.UTF_8).strip();
            assertThat(sentence).as("%s, %s", seed, story).isNotEmpty().doesNotContain("\tat ", "Exception");
            assertThat(sentence).as("%s, %s: a next step", seed, story).containsPattern(NEXT);
            if (sentence.equals(before) || !followed(sentence, backend)) {
                assertThat(sentence).as("%s, %s", seed, story).containsPattern(BY_HAND);
                assertThat(remedies).as("%s, %s: %s", seed, story, sentence).isNotEmpty();
                story.add("by hand");
                remedies.pop().run();
            }
            before = sentence;
        }
        throw new AssertionError(
                seed + ": no way back after " + story + "; the last word was " + err.toString(StandardCharsets.UTF_8));
    }

    /** Whether the sentence names a command that changes something, and that command went well. */
    private boolean followed(String sentence, SchemaBackend backend) {
        return NEXT.matcher(sentence)
                .results()
                .map(found -> found.group(1))
                .filter(command -> !LOOKING.matcher(command).matches())
                .anyMatch(command -> follow(command, backend) == 0);
    }

    private int follow(String command, SchemaBackend backend) {
        int exit = type(command, backend);
        Matcher next = DRY_RUN.matcher(out.toString(StandardCharsets.UTF_8));
        boolean refused = exit == 10 && err.toString(StandardCharsets.UTF_8).contains("--yes");
        return refused || (exit == 0 && next.find()) ? type(command + " --yes", backend) : exit;
    }

    private int type(String command, SchemaBackend backend) {
        out.reset();
        err.reset();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Path.of(""),
                backend.variables());
        int exit = new Cli(terminal, config -> 42).run(("migrate " + command).split(" ", -1));
        story.add(command + " -> " + exit);
        return exit;
    }
}
