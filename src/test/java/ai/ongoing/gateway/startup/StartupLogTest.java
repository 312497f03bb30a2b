package ai.ongoing.gateway.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.config.source.ConfigLoader;
import ai.ongoing.gateway.config.source.ConfigRequest;
import ai.ongoing.gateway.testkit.CapturedLog;
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

    private GatewayConfig banner(Map<String, String> environment) {
        GatewayConfig config = ConfigLoader.load(new ConfigRequest(null, directory, environment, Map.of()))
                .config();
        new StartupLog(config, "dev", ListenAddress.of(config.server())).banner();
        return config;
    }
}
