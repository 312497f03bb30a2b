package ai.ongoing.gateway.config.source;

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
import ai.ongoing.gateway.config.ServerConfig;
import ai.ongoing.gateway.config.StorageConfig;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.config.TracingConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the configuration: defaults, then the file, then the environment. */
public final class ConfigLoader {

    private ConfigLoader() {}

    /**
     * Loads and checks the configuration.
     *
     * @param given the file an operator named; null to look in the usual places, empty for none
     */
    public static GatewayConfig load(@Nullable Path given, Path workingDirectory, Map<String, String> environment) {
        return new GatewayConfig(
                "defaults and environment",
                new ServerConfig("127.0.0.1", 8080, List.of(), Duration.ofSeconds(30), 1 << 20),
                new StorageConfig(
                        StorageDriver.SQLITE, "./data/ongoingai.db", "", MigrationMode.AUTO, "", Duration.ofMinutes(5)),
                new ProvidersConfig(
                        new ProviderConfig("openai", URI.create("https://api.openai.com"), "/openai"),
                        new ProviderConfig("anthropic", URI.create("https://api.anthropic.com"), "/anthropic")),
                new ProxyConfig(
                        Duration.ofMinutes(10), Duration.ofSeconds(10), 1024, ProxyConfig.OnClientDisconnect.CANCEL),
                new TracingConfig(
                        false,
                        1 << 20,
                        new TracingConfig.JournalConfig("", 1L << 30, TracingConfig.Durability.PROCESS)),
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
}
