package ai.ongoing.gateway.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.config.source.ConfigLoader;
import ai.ongoing.gateway.config.source.ConfigRequest;
import ai.ongoing.gateway.journal.file.FileJournal;
import ai.ongoing.gateway.journal.file.JournalSettings;
import ai.ongoing.gateway.testkit.Calls;
import ai.ongoing.gateway.testkit.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StartupLogTest {

    @TempDir
    private Path directory;

    @Test
    void namesWhereCallsGoWithoutTheQueryThatMayHoldAKey() {
        try (CapturedLog log = new CapturedLog(StartupLog.class)) {
            banner(Map.of("ONGOINGAI_OPENAI_UPSTREAM", "https://proxy.example/base?api-key=S3cretWord"));

            assertThat(log.attributes("startup banner"))
                    .contains(entry(
                            "providers",
                            List.of(
                                    "openai:/openai->https://proxy.example/base?****",
                                    "anthropic:/anthropic->https://api.anthropic.com")));
        }
    }

    @Test
    void leavesWarningsToTheCommandThatHasAlreadyPrintedThem() {
        try (CapturedLog log = new CapturedLog(StartupLog.class)) {
            GatewayConfig config = banner(Map.of("ONGOINGAI_STORAGE_DSN", "postgres://u@h/d"));

            assertThat(config.warnings()).isNotEmpty();
            assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN"));
        }
    }

    @Test
    void saysInOneLineWhatAKilledProcessLeftInTheJournal() throws IOException {
        Path running = directory.resolve("running");
        Path left = Files.createDirectory(directory.resolve("left"));
        FileJournal killed = new FileJournal(new JournalSettings(running, 1 << 20, false));
        FileJournal next = new FileJournal(new JournalSettings(left, 1 << 20, false));
        try (CapturedLog log = new CapturedLog(StartupLog.class)) {
            killed.open("a store");
            for (int i = 0; i < 3; i++) {
                Calls call = Calls.ordinary().id("call-" + i);
                killed.admit(call.admission()).complete(call.completion(), null);
            }
            killed.admit(Calls.ordinary().id("open").admission());
            for (String name : List.of("checkpoint", "0000000000000001.segment")) {
                Files.copy(running.resolve(name), left.resolve(name));
            }

            startupLog(Map.of()).recovered(next.open("a store"));
            assertThat(log.lines()).containsExactly("INFO calls of an earlier process recovered from the journal");
            assertThat(log.attributes("calls of an earlier process recovered from the journal"))
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "waiting",
                            3L,
                            "interrupted",
                            1L,
                            "lost",
                            0L,
                            "damaged_bytes",
                            0L,
                            "unreadable_records",
                            0L));
        } finally {
            next.end();
            killed.end();
        }
    }

    private StartupLog startupLog(Map<String, String> environment) {
        GatewayConfig config = ConfigLoader.load(new ConfigRequest(null, directory, environment, Map.of()))
                .config();
        return new StartupLog(config, "dev", ListenAddress.of(config.server()));
    }

    private GatewayConfig banner(Map<String, String> environment) {
        GatewayConfig config = ConfigLoader.load(new ConfigRequest(null, directory, environment, Map.of()))
                .config();
        new StartupLog(config, "dev", ListenAddress.of(config.server())).banner();
        return config;
    }
}
