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
import ai.ongoing.gateway.config.dsn.DsnCompletion;
import ai.ongoing.gateway.config.section.Sections;
import ai.ongoing.gateway.config.setting.Key;
import ai.ongoing.gateway.config.setting.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every setting away from its default, through the file and through the environment, ends in its place. */
class MappingTest {

    private static final String FILE = """
        server: {host: 0.0.0.0, port: 9000, cors_origins: [https://a.example], shutdown_timeout: 1m30s, max_header_bytes: 8192}
        storage:
          driver: postgres
          path: /tmp/x.db
          dsn: postgres://u:p@h/d
          migrations: off
          migration_dsn: postgres://m:p@h/d
          migration_lock_wait: 500ms
        providers:
          openai: {upstream: 'http://one:81/base', prefix: /one/, on_client_disconnect: cancel}
          anthropic: {upstream: 'HTTPS://two', prefix: /two, on_client_disconnect: drain}
        proxy: {idle_timeout: 5s, upload_timeout: 20s, connect_timeout: 250ms, max_connections: 7, on_client_disconnect: drain}
        tracing:
          capture_bodies: yes
          body_max_size: 1_000
          journal: {path: /tmp/j, max_bytes: 2097152, durability: disk}
        pricing: {file: prices.json}
        log: {level: warn, format: text}
        observability:
          otel:
            enabled: on
            endpoint: collector:4318
            insecure: off
            service_name: s
            traces_enabled: no
            metrics_enabled: n
            prometheus_enabled: y
            prometheus_path: /m
            sampling_ratio: 0.5
            export_timeout_ms: 1
            metric_export_interval_ms: 2
        pii:
          mode: off
          policy_id: p/v2
          stages: {request_headers: false, request_body: false, response_headers: false, response_body: false}
          detectors: {email: false, phone: false, ssn: false, token_like: false}
          headers: {denylist: [h1, h2]}
          body: {key_denylist: [b1]}
          replacement: {format: X, hash_salt: salt}
          scopes:
            - match: {org_id: o, workspace_id: w, key_id: k, provider: openai, route_prefix: /r}
              mode: off
              policy_id: q
        auth:
          enabled: true
          header: X-Mine
          keys:
            - {id: i, token: t, org_id: o, workspace_id: w, team: e, name: n, description: d, created_by: c, role: viewer, permissions: [proxy:write]}
        limits:
          per_key: {requests_per_minute: 1, max_tokens_per_day: 2, max_cost_usd_per_day: 0.5}
          per_workspace: {requests_per_minute: 4, max_tokens_per_day: 5, max_cost_usd_per_day: 6}
        """;

    private static final Map<String, String> ENVIRONMENT = Map.ofEntries(
            Map.entry("ONGOINGAI_HOST", "0.0.0.0"),
            Map.entry("ONGOINGAI_PORT", "9000"),
            Map.entry("ONGOINGAI_SERVER_CORS_ORIGINS", "https://a.example"),
            Map.entry("ONGOINGAI_SERVER_SHUTDOWN_TIMEOUT", "1m30s"),
            Map.entry("ONGOINGAI_SERVER_MAX_HEADER_BYTES", "8192"),
            Map.entry("ONGOINGAI_STORAGE_DRIVER", "postgres"),
            Map.entry("ONGOINGAI_STORAGE_PATH", "/tmp/x.db"),
            Map.entry("ONGOINGAI_STORAGE_DSN", "host=h user=u password=p dbname=d"),
            Map.entry("ONGOINGAI_STORAGE_MIGRATIONS", "off"),
            Map.entry("ONGOINGAI_STORAGE_MIGRATION_DSN", "jdbc:postgresql://h/d?user=m&password=p"),
            Map.entry("ONGOINGAI_STORAGE_MIGRATION_LOCK_WAIT", "500ms"),
            Map.entry("ONGOINGAI_OPENAI_UPSTREAM", "http://one:81/base"),
            Map.entry("ONGOINGAI_PROVIDERS_OPENAI_PREFIX", "/one"),
            Map.entry("ONGOINGAI_PROVIDERS_OPENAI_ON_CLIENT_DISCONNECT", "cancel"),
            Map.entry("ONGOINGAI_ANTHROPIC_UPSTREAM", "https://two"),
            Map.entry("ONGOINGAI_PROVIDERS_ANTHROPIC_PREFIX", "/two"),
            Map.entry("ONGOINGAI_PROVIDERS_ANTHROPIC_ON_CLIENT_DISCONNECT", "drain"),
            Map.entry("ONGOINGAI_PROXY_IDLE_TIMEOUT", "5s"),
            Map.entry("ONGOINGAI_PROXY_UPLOAD_TIMEOUT", "20s"),
            Map.entry("ONGOINGAI_PROXY_CONNECT_TIMEOUT", "250ms"),
            Map.entry("ONGOINGAI_PROXY_MAX_CONNECTIONS", "7"),
            Map.entry("ONGOINGAI_PROXY_ON_CLIENT_DISCONNECT", "drain"),
            Map.entry("ONGOINGAI_CAPTURE_BODIES", "t"),
            Map.entry("ONGOINGAI_BODY_MAX_SIZE", "1000"),
            Map.entry("ONGOINGAI_TRACING_JOURNAL_PATH", "/tmp/j"),
            Map.entry("ONGOINGAI_TRACING_JOURNAL_MAX_BYTES", "2097152"),
            Map.entry("ONGOINGAI_TRACING_JOURNAL_DURABILITY", "disk"),
            Map.entry("ONGOINGAI_PRICING_FILE", "prices.json"),
            Map.entry("ONGOINGAI_LOG_LEVEL", "warn"),
            Map.entry("ONGOINGAI_LOG_FORMAT", "text"),
            Map.entry("OTEL_SDK_DISABLED", "false"),
            Map.entry("OTEL_EXPORTER_OTLP_ENDPOINT", " collector:4318 "),
            Map.entry("OTEL_EXPORTER_OTLP_INSECURE", "F"),
            Map.entry("OTEL_SERVICE_NAME", "s"),
            Map.entry("OTEL_TRACES_EXPORTER", "none"),
            Map.entry("OTEL_METRICS_EXPORTER", "none"),
            Map.entry("ONGOINGAI_PROMETHEUS_ENABLED", " true "),
            Map.entry("ONGOINGAI_PROMETHEUS_PATH", " /m"),
            Map.entry("OTEL_TRACES_SAMPLER_ARG", "0.5"),
            Map.entry("OTEL_EXPORTER_OTLP_TIMEOUT", "1"),
            Map.entry("OTEL_METRIC_EXPORT_INTERVAL", "2"),
            Map.entry("ONGOINGAI_PII_MODE", "off"),
            Map.entry("ONGOINGAI_PII_POLICY_ID", "p/v2"),
            Map.entry("ONGOINGAI_PII_STAGES_REQUEST_HEADERS", "0"),
            Map.entry("ONGOINGAI_PII_STAGES_REQUEST_BODY", "0"),
            Map.entry("ONGOINGAI_PII_STAGES_RESPONSE_HEADERS", "0"),
            Map.entry("ONGOINGAI_PII_STAGES_RESPONSE_BODY", "0"),
            Map.entry("ONGOINGAI_PII_DETECTORS_EMAIL", "FALSE"),
            Map.entry("ONGOINGAI_PII_DETECTORS_PHONE", "False"),
            Map.entry("ONGOINGAI_PII_DETECTORS_SSN", "f"),
            Map.entry("ONGOINGAI_PII_DETECTORS_TOKEN_LIKE", "false"),
            Map.entry("ONGOINGAI_PII_HEADERS_DENYLIST", "h1, h2"),
            Map.entry("ONGOINGAI_PII_BODY_KEY_DENYLIST", "b1"),
            Map.entry("ONGOINGAI_PII_REPLACEMENT_FORMAT", "X"),
            Map.entry("ONGOINGAI_PII_HASH_SALT", "salt"),
            Map.entry("ONGOINGAI_AUTH_ENABLED", "1"),
            Map.entry("ONGOINGAI_AUTH_HEADER", "X-Mine"),
            Map.entry("ONGOINGAI_LIMITS_PER_KEY_REQUESTS_PER_MINUTE", "1"),
            Map.entry("ONGOINGAI_LIMITS_PER_KEY_MAX_TOKENS_PER_DAY", "2"),
            Map.entry("ONGOINGAI_LIMITS_PER_KEY_MAX_COST_USD_PER_DAY", "0.5"),
            Map.entry("ONGOINGAI_LIMITS_PER_WORKSPACE_REQUESTS_PER_MINUTE", "4"),
            Map.entry("ONGOINGAI_LIMITS_PER_WORKSPACE_MAX_TOKENS_PER_DAY", "5"),
            Map.entry("ONGOINGAI_LIMITS_PER_WORKSPACE_MAX_COST_USD_PER_DAY", "6"));

    private static final List<PiiConfig.Scope> SCOPES =
            List.of(new PiiConfig.Scope(new PiiConfig.Match("o", "w", "k", "openai", "/r"), "off", "q"));

    private static final List<AuthConfig.Key> KEYS =
            List.of(new AuthConfig.Key("i", "t", "o", "w", "e", "n", "d", "c", "viewer", List.of("proxy:write")));

    /** With lists of sections, which only a file can hold, and without. */
    private static GatewayConfig expected(List<PiiConfig.Scope> scopes, List<AuthConfig.Key> keys) {
        return new GatewayConfig(
                "test",
                new ServerConfig("0.0.0.0", 9000, List.of("https://a.example"), Duration.ofSeconds(90), 8192),
                new StorageConfig(
                        StorageDriver.POSTGRES,
                        "/tmp/x.db",
                        "postgresql://u:p@h:5432/d",
                        MigrationMode.OFF,
                        "postgresql://m:p@h:5432/d",
                        Duration.ofMillis(500)),
                new ProvidersConfig(
                        new ProviderConfig(
                                "openai", URI.create("http://one:81/base"), "/one", OnClientDisconnect.CANCEL),
                        new ProviderConfig("anthropic", URI.create("https://two"), "/two", OnClientDisconnect.DRAIN)),
                new ProxyConfig(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        Duration.ofMillis(250),
                        7,
                        ProxyConfig.OnClientDisconnect.DRAIN),
                new TracingConfig(
                        true,
                        1000,
                        new TracingConfig.JournalConfig("/tmp/j", 2_097_152, TracingConfig.Durability.DISK)),
                new PricingConfig("prices.json"),
                new LogConfig(LogConfig.Level.WARN, LogConfig.Format.TEXT),
                new ObservabilityConfig(new ObservabilityConfig.Otel(
                        true, "collector:4318", false, "s", false, false, true, "/m", 0.5, 1, 2)),
                new PiiConfig(
                        "off",
                        "p/v2",
                        new PiiConfig.Stages(false, false, false, false),
                        new PiiConfig.Detectors(false, false, false, false),
                        List.of("h1", "h2"),
                        List.of("b1"),
                        "X",
                        "salt",
                        scopes),
                new AuthConfig(true, "X-Mine", keys),
                new LimitsConfig(new LimitsConfig.Limits(1, 2, 0.5), new LimitsConfig.Limits(4, 5, 6)),
                List.of());
    }

    private static GatewayConfig assembled(Settings settings) {
        return ConfigLoader.assembled("test", settings, new DsnCompletion(Map.of()));
    }

    @Test
    void everySettingOfTheFileEndsInItsPlace() {
        Settings settings = new Settings();
        new FileSource("test").apply(FILE, settings);

        assertThat(Sections.KEYS)
                .allSatisfy(
                        key -> assertThat(changed(settings, key)).as(key.path()).isTrue());
        assertThat(assembled(settings)).isEqualTo(expected(SCOPES, KEYS));
    }

    @Test
    void everyVariableEndsInItsPlace() {
        Settings settings = new Settings();
        new EnvironmentSource(ENVIRONMENT).apply(settings);

        assertThat(ENVIRONMENT.keySet())
                .containsExactlyInAnyOrderElementsOf(Sections.KEYS.stream()
                        .map(Key::variable)
                        .filter(variable -> !variable.isEmpty())
                        .toList());
        assertThat(assembled(settings)).isEqualTo(expected(List.of(), List.of()));
    }

    @Test
    void theEnvironmentWinsOverTheFile() {
        Map<String, String> environment = new HashMap<>();
        environment.put("ONGOINGAI_PORT", "9001");
        environment.put("ONGOINGAI_PII_HEADERS_DENYLIST", "only");
        Settings settings = new Settings();
        new FileSource("test").apply(FILE, settings);
        new EnvironmentSource(environment).apply(settings);
        GatewayConfig config = assembled(settings);

        assertThat(config.server().port()).isEqualTo(9001);
        assertThat(config.server().host()).isEqualTo("0.0.0.0");
        assertThat(config.pii().headerDenylist()).containsExactly("only");
    }

    private static <T> boolean changed(Settings settings, Key<T> key) {
        return settings.origin(key).startsWith("test:") && !settings.holdsDefault(key);
    }
}
