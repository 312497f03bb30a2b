package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.cli.command.ServeLauncher;
import ai.ongoing.gateway.cli.command.Terminal;
import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.journal.file.FileJournal;
import ai.ongoing.gateway.journal.file.JournalSettings;
import ai.ongoing.gateway.testkit.Calls;
import ai.ongoing.gateway.testkit.NewerRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code journal inspect | verify | replay}, beside a journal that is open. */
final class JournalCommandTest {

    private final ServeLauncher replays = new ServeLauncher() {
        @Override
        public int serve(GatewayConfig config) {
            return 0;
        }

        @Override
        public Replayed replay(GatewayConfig config, ReplayScope scope) {
            return new Replayed(scope.setAside() ? 7 : 3, 0, losing, scope.anyStore() ? 1 : 0);
        }
    };

    private long losing;

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private FileJournal journal;

    @BeforeEach
    void write() {
        journal = new FileJournal(new JournalSettings(path(), 1 << 20, false));
        journal.open("a store");
        for (int i = 0; i < 3; i++) {
            Calls call = Calls.ordinary().id("call-" + i);
            journal.admit(call.admission()).complete(call.completion(), null);
        }
        journal.admit(Calls.ordinary().id("open").admission());
    }

    @AfterEach
    void end() {
        journal.end();
    }

    private Path path() {
        return directory.resolve("ongoingai.db.call-journal");
    }

    private int run(String... arguments) {
        Map<String, String> environment = Map.of(
                "ONGOINGAI_STORAGE_PATH", directory.resolve("ongoingai.db").toString());
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                directory,
                environment);
        return new Cli(terminal, replays).run(arguments);
    }

    @Test
    void inspectsAJournalThatIsOpenAndChangesNothing() {
        assertThat(run("journal", "inspect", "--json")).isZero();

        JsonNode shown = JsonMapper.shared().readTree(out.toString(StandardCharsets.UTF_8));
        assertThat(shown.get("path").asString()).isEqualTo(path().toString());
        assertThat(shown.get("store").asString()).isEqualTo("a store");
        assertThat(shown.get("waiting").asInt()).isEqualTo(3);
        assertThat(shown.get("open").asInt()).isOne();
        assertThat(shown.get("oldest").asString()).isEqualTo(Calls.FINISHED_AT.toString());
        assertThat(shown.get("last_holder").asString())
                .startsWith("process " + ProcessHandle.current().pid());
        assertThat(shown.get("intact").asBoolean()).isTrue();
        assertThat(journal.totals().waiting()).isEqualTo(3);
    }

    @Test
    void inspectNamesTheNewestCallsThatWereSetAsideAndWhy() {
        for (int i = 0; i < 25; i++) {
            Calls call = Calls.ordinary().id("refused-" + i);
            assertThat(journal.setAside(new FinishedCall(call.completion(), null), "no such column " + i))
                    .isTrue();
        }

        assertThat(run("journal", "inspect", "--json")).isZero();
        JsonNode shown = JsonMapper.shared().readTree(out.toString(StandardCharsets.UTF_8));
        assertThat(shown.get("set_aside_kept").asInt()).isEqualTo(25);
        assertThat(shown.get("set_aside")).hasSize(20);
        assertThat(shown.at("/set_aside/19/trace_id").asString()).isEqualTo("refused-24");
        assertThat(shown.at("/set_aside/19/reason").asString()).isEqualTo("no such column 24");

        out.reset();
        assertThat(run("journal", "inspect")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("set_aside_kept   25", "set aside refused-24  " + Calls.FINISHED_AT + "  no such column 24");
    }

    @Test
    void showsWhatItCanReadBesideACallThatANewerVersionSetAside() throws IOException {
        Path file = path().resolve("set-aside");
        journal.setAside(new FinishedCall(Calls.ordinary().id("ours").completion(), null), "a reason");
        long at = Files.size(file);
        journal.setAside(new FinishedCall(Calls.ordinary().id("theirs").completion(), null), "a reason");
        NewerRecord.last(file, at);

        assertThat(run("journal", "inspect", "--json")).isZero();
        JsonNode shown = JsonMapper.shared().readTree(out.toString(StandardCharsets.UTF_8));
        assertThat(shown.get("set_aside_kept").asInt()).isOne();
        assertThat(shown.at("/set_aside/0/trace_id").asString()).isEqualTo("ours");
        assertThat(shown.get("unreadable").asInt()).isOne();

        out.reset();
        assertThat(run("journal", "verify")).as("every byte is accounted for").isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("unreadable       1", "intact           true");
    }

    @Test
    void verifySaysWhenACallThatWasSetAsideIsDamaged() throws IOException {
        journal.setAside(new FinishedCall(Calls.ordinary().completion(), null), "a reason");
        Path file = path().resolve("set-aside");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 5] ^= 1;
        Files.write(file, bytes);
        assertThat(run("journal", "verify")).isOne();
    }

    @Test
    void verifySaysWhetherEveryRecordIsIntact() throws IOException {
        assertThat(run("journal", "verify")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("7 records  0 bytes damaged", "intact           true");

        journal.end();
        try (Stream<Path> files = Files.list(path())) {
            Path segment = files.filter(file -> file.toString().endsWith(".segment"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(segment);
            bytes[bytes.length / 2] ^= 1;
            Files.write(segment, bytes);
        }
        assertThat(run("journal", "verify")).isOne();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("intact           false");
    }

    @Test
    void verifySaysHowManyCallsAreMissing() throws IOException {
        assertThat(run("journal", "inspect")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("missing          \n");
        journal.end();
        out.reset();
        assertThat(run("journal", "verify")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("missing          0\n");

        Files.delete(path().resolve("0000000000000001.segment"));
        out.reset();
        assertThat(run("journal", "verify", "--json")).isOne();
        JsonNode shown = JsonMapper.shared().readTree(out.toString(StandardCharsets.UTF_8));
        assertThat(shown.get("missing").asInt()).isEqualTo(4);
        assertThat(shown.get("intact").asBoolean()).isTrue();
        assertThat(run("journal", "inspect")).isZero();
    }

    @Test
    void replaySaysWhatItStoredAndFailsWhenSomethingIsLeft() {
        assertThat(run("journal", "replay")).isZero();
        assertThat(run("journal", "replay", "--set-aside", "--any-store", "--json"))
                .isOne();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "stored 3, set aside 0, lost 0, left 0",
                        "{\"stored\":7,\"set_aside\":0,\"lost\":0,\"left\":1}");
    }

    @Test
    void replayFailsWhenACallIsLostInIt() {
        losing = 2;

        assertThat(run("journal", "replay")).isOne();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("stored 3, set aside 0, lost 2, left 0\n");
    }

    @Test
    void saysWhereNoJournalIs() throws IOException {
        journal.end();
        try (Stream<Path> files = Files.list(path())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(path());
        assertThat(run("journal", "inspect")).isOne();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "tracing.journal.path " + path() + " is no directory: no gateway has kept a journal there yet;"
                                + " name the configuration of the gateway you mean with --config\n");
    }

    @Test
    void refusesOtherWords() {
        assertThat(run("journal")).isEqualTo(2);
        assertThat(run("journal", "mend")).isEqualTo(2);
        assertThat(run("journal", "verify", "something")).isEqualTo(2);
        assertThat(run("journal", "--help")).isZero();
    }
}
