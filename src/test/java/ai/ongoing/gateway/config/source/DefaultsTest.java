package ai.ongoing.gateway.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.AuthConfig;
import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.config.LimitsConfig;
import ai.ongoing.gateway.config.LogConfig;
import ai.ongoing.gateway.config.MigrationMode;
import ai.ongoing.gateway.config.ObservabilityConfig;
import ai.ongoing.gateway.config.PiiConfig;
import ai.ongoing.gateway.config.PricingConfig;
import ai.ongoing.gateway.config.ProviderConfig;
import ai.ongoing.gateway.config.ProvidersConfig;
import ai.ongoing.gateway.config.ProxyConfig;
import ai.ongoing.gateway.config.ProxyConfig.OnClientDisconnect;
import ai.ongoing.gateway.config.ServerConfig;
import ai.ongoing.gateway.config.StorageConfig;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.config.TracingConfig;
import ai.ongoing.gateway.config.section.Sections;
import ai.ongoing.gateway.config.setting.Key;
import ai.ongoing.gateway.config.setting.Settings;
import ai.ongoing.gateway.config.setting.Settings.Shown;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultsTest {

    private static final Path SHIPPED = Path.of("config", "ongoingai.yaml").toAbsolutePath();
    private static final Path REFERENCE =
            Path.of("src", "docs", "configuration.md").toAbsolutePath();

    @TempDir
    private Path empty;

    private static GatewayConfig expected(String source) {
        return new GatewayConfig(
                source,
                new ServerConfig("127.0.0.1", 8080, List.of(), Duration.ofSeconds(30), 1_048_576),
                new StorageConfig(
                        StorageDriver.SQLITE, "./data/ongoingai.db", "", MigrationMode.AUTO, "", Duration.ofMinutes(5)),
                new ProvidersConfig(
                        new ProviderConfig(
                                "openai", URI.create("https://api.openai.com"), "/openai", OnClientDisconnect.CANCEL),
                        new ProviderConfig(
                                "anthropic",
                                URI.create("https://api.anthropic.com"),
                                "/anthropic",
                                OnClientDisconnect.CANCEL)),
                new ProxyConfig(
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(10),
                        8192,
                        ProxyConfig.OnClientDisconnect.CANCEL),
                new TracingConfig(
                        false,
                        1_048_576,
                        new TracingConfig.JournalConfig("", 1_073_741_824, TracingConfig.Durability.PROCESS)),
                new PricingConfig(""),
                new LogConfig(LogConfig.Level.INFO, LogConfig.Format.JSON),
                new ObservabilityConfig(new ObservabilityConfig.Otel(
                        false,
                        "localhost:4318",
                        true,
                        "ongoingai-gateway",
                        true,
                        true,
                        false,
                        "/metrics",
                        1.0,
                        3000,
                        10000)),
                new PiiConfig(
                        "",
                        "default/v1",
                        new PiiConfig.Stages(true, true, true, true),
                        new PiiConfig.Detectors(true, true, true, true),
                        List.of("authorization", "cookie", "set-cookie", "x-api-key", "x-ongoingai-gateway-key"),
                        List.of("email", "phone", "password", "token", "secret", "ssn", "api_key", "authorization"),
                        "[{type}_REDACTED:{hash}]",
                        "",
                        List.of()),
                new AuthConfig(false, "X-OngoingAI-Gateway-Key", List.of()),
                new LimitsConfig(LimitsConfig.Limits.OFF, LimitsConfig.Limits.OFF),
                List.of());
    }

    @Test
    void withoutFileAndEnvironmentEverythingHasItsDefault() {
        assertThat(ConfigLoader.load(null, empty, Map.of())).isEqualTo(expected("defaults and environment"));
    }

    @Test
    void anEmptyFileIsFine() {
        ConfigTexts texts = new ConfigTexts(empty);

        assertThat(texts.config("")).isEqualTo(expected("test.yaml"));
        assertThat(texts.config("# nothing\n---\n")).isEqualTo(expected("test.yaml"));
        assertThat(texts.config("server:\nstorage:\n  path:\n")).isEqualTo(expected("test.yaml"));
    }

    @Test
    void theShippedFileHoldsExactlyTheDefaults() {
        assertThat(ConfigLoader.load(SHIPPED, empty, Map.of())).isEqualTo(expected(SHIPPED.toString()));
    }

    @Test
    void theShippedFileListsEverySettingWithItsVariableAndAComment() throws IOException {
        LoadedConfig shipped = ConfigLoader.load(new ConfigRequest(SHIPPED, empty, Map.of(), Map.of()));
        List<String> lines = Files.readAllLines(SHIPPED);

        assertThat(shipped.values()).hasSameSizeAs(Sections.KEYS);
        for (Key<?> key : Sections.KEYS) {
            String origin = origin(shipped.values(), key);
            assertThat(origin).as(key.path()).isNotEqualTo(Settings.DEFAULT);
            String line = lines.get(Integer.parseInt(origin.substring(origin.lastIndexOf(':') + 1)) - 1);
            String comment = key.variable().isEmpty() ? "  # " : "  # " + key.variable() + "; ";
            assertThat(line).as(key.path()).contains(comment);
        }
    }

    @Test
    void theReferencePageListsEverySettingWithDefaultAndVariable() throws IOException {
        String page = Files.readString(REFERENCE);

        for (Key<?> key : Sections.KEYS) {
            String variable = key.variable().isEmpty() ? "-" : "`" + key.variable() + "`";
            assertThat(page)
                    .containsPattern("\\| `" + key.path() + "` \\| `[^|]*` \\| " + variable + " \\| [^|]+ \\|\n");
        }
    }

    private static String origin(List<Shown> values, Key<?> key) {
        return values.stream()
                .filter(value -> value.path().equals(key.path()))
                .findFirst()
                .orElseThrow()
                .origin();
    }
}
