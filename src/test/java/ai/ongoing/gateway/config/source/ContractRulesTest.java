package ai.ongoing.gateway.config.source;

import static ai.ongoing.gateway.config.source.ConfigTexts.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.TracingConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The inherited rules: whole sentences, in their order. */
class ContractRulesTest {

    @TempDir
    private Path directory;

    private void refuses(String yaml, String message) {
        assertThat(new ConfigTexts(directory).refusal(yaml)).hasValueSatisfying(error -> {
            assertThat(error).hasMessage(message);
            assertThat(error.stage()).isEqualTo(ConfigError.Stage.VALIDATE);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        server.port                  | 0               | server.port must be between 1 and 65535 (got 0)
        server.port                  | 65536           | server.port must be between 1 and 65535 (got 65536)
        server.port                  | -1              | server.port must be between 1 and 65535 (got -1)
        server.port                  | 99999999999     | server.port must be between 1 and 65535 (got 99999999999)
        storage.driver               | mysql           | storage.driver must be one of sqlite, postgres (got "mysql")
        storage.driver               | SQLite          | storage.driver must be one of sqlite, postgres (got "SQLite")
        storage.driver               | ""              | storage.driver must be one of sqlite, postgres (got "")
        storage.driver               | "a\\"b\\n"      | storage.driver must be one of sqlite, postgres (got "a\\"b\\n")
        storage.path                 | ""              | storage.path is required when storage.driver=sqlite
        storage.path                 | "  "            | storage.path is required when storage.driver=sqlite
        storage.driver               | postgres        | storage.dsn is required when storage.driver=postgres
        providers.openai.prefix      | ""              | providers.openai.prefix is required
        providers.openai.prefix      | openai          | providers.openai.prefix must start with '/' (got "openai")
        providers.openai.upstream    | " "             | providers.openai.upstream is required
        providers.openai.upstream    | "http://a b"    | parse providers.openai.upstream: Illegal character in authority at position 8
        providers.openai.upstream    | localhost:8080  | providers.openai.upstream must include scheme and host (got "localhost:8080")
        providers.openai.upstream    | //host/v1       | providers.openai.upstream must include scheme and host (got "//host/v1")
        providers.openai.upstream    | "https:///v1"   | providers.openai.upstream must include scheme and host (got "https:///v1")
        providers.anthropic.prefix   | ""              | providers.anthropic.prefix is required
        providers.anthropic.prefix   | x               | providers.anthropic.prefix must start with '/' (got "x")
        providers.anthropic.upstream | ""              | providers.anthropic.upstream is required
        providers.anthropic.upstream | api.example.com | providers.anthropic.upstream must include scheme and host (got "api.example.com")
        auth.header                  | " "             | auth.header must not be empty
        pii.mode                     | mask            | pii.mode must be one of off, redact_storage, redact_upstream, block (got "mask")
        pii.scopes                   | [{mode: off}]                              | pii.scopes[0].match must set at least one selector: org_id, workspace_id, key_id, provider, or route_prefix
        pii.scopes                   | [{match: {org_id: a}}, {match: {}}]        | pii.scopes[1].match must set at least one selector: org_id, workspace_id, key_id, provider, or route_prefix
        pii.scopes                   | [{match: {provider: OpenAI}}]              | pii.scopes[0].match.provider must be lowercase when set (got "OpenAI")
        pii.scopes                   | [{match: {route_prefix: v1}}]              | pii.scopes[0].match.route_prefix must start with '/' (got "v1")
        pii.scopes                   | [{match: {org_id: a}, mode: mask}]         | pii.scopes[0].mode must be one of off, redact_storage, redact_upstream, block (got "mask")
        observability.otel           | {enabled: true, endpoint: ""}              | observability.otel.endpoint is required when observability.otel.enabled=true
        observability.otel           | {enabled: true, service_name: ""}          | observability.otel.service_name is required when observability.otel.enabled=true
        observability.otel           | {enabled: true, traces_enabled: false, metrics_enabled: false} | observability.otel requires traces_enabled, metrics_enabled, and/or prometheus_enabled when enabled
        observability.otel           | {enabled: true, sampling_ratio: 1.5}       | observability.otel.sampling_ratio must be between 0 and 1 (got 1.5)
        observability.otel           | {enabled: true, sampling_ratio: -1}        | observability.otel.sampling_ratio must be between 0 and 1 (got -1)
        observability.otel           | {enabled: true, export_timeout_ms: 0}      | observability.otel.export_timeout_ms must be > 0 (got 0)
        observability.otel           | {enabled: true, metric_export_interval_ms: -5} | observability.otel.metric_export_interval_ms must be > 0 (got -5)
        observability.otel           | {enabled: true, prometheus_enabled: true, prometheus_path: metrics} | observability.otel.prometheus_path must start with '/' (got "metrics")
        observability.otel           | {enabled: true, prometheus_enabled: true, prometheus_path: /apis} | observability.otel.prometheus_path must not overlap with /api (got "/apis")
        observability.otel           | {enabled: true, prometheus_enabled: true, prometheus_path: /openai/m} | observability.otel.prometheus_path must not overlap with /openai (got "/openai/m")
        observability.otel           | {enabled: true, prometheus_enabled: true, prometheus_path: /anthropic} | observability.otel.prometheus_path must not overlap with /anthropic (got "/anthropic")
        """)
    void refusesWithItsSentence(String path, String value, String message) {
        refuses(yaml(path, value), message);
    }

    @Test
    void theFirstRuleInOrderWins() {
        String all = """
            server: {port: 0}
            storage: {driver: x}
            providers: {openai: {prefix: "", upstream: ""}}
            auth: {header: ""}
            pii: {mode: x}
            """;
        refuses(all, "server.port must be between 1 and 65535 (got 0)");
        refuses(all.replace("port: 0", "port: 1"), "storage.driver must be one of sqlite, postgres (got \"x\")");
        refuses(
                all.replace("port: 0", "port: 1").replace("driver: x", "driver: sqlite"),
                "providers.openai.prefix is required");
    }

    @Test
    void inheritedRulesComeBeforeOurs() {
        refuses(
                "server: {host: 'http://x'}\nproviders: {openai: {prefix: /}}\nauth: {enabled: true}\npii: {mode: x}",
                "pii.mode must be one of off, redact_storage, redact_upstream, block (got \"x\")");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "storage: {driver: ' sqlite '}",
                "pii: {mode: ' OFF '}",
                "observability: {otel: {enabled: false, endpoint: '', sampling_ratio: 9, export_timeout_ms: -1}}",
                "observability: {otel: {enabled: true, endpoint: '', prometheus_enabled: true, traces_enabled: false, metrics_enabled: false}}",
                "pii: {scopes: [{match: {org_id: a}}, {match: {route_prefix: /v1}, mode: off}]}",
                "tracing: {body_max_size: -5}",
                "auth: {keys: [{id: a}, {id: b}]}"
            })
    void acceptsWhatTheRulesAllow(String yaml) {
        assertThat(new ConfigTexts(directory).message(yaml)).isEqualTo("valid");
    }

    @Test
    void nobodyKeepsMoreOfABodyThanAThirtySecondOfTheHeap() {
        TracingConfig tracing = new ConfigTexts(directory)
                .config("tracing: {body_max_size: 10485760}")
                .tracing();
        assertThat(tracing.keptOfABody(160L << 20)).isEqualTo(5 << 20);
        assertThat(tracing.keptOfABody(1L << 40)).isEqualTo(10_485_760);
    }

    @Test
    void aBodySizeOfZeroOrLessMeansTheDefault() {
        assertThat(new ConfigTexts(directory)
                        .config("tracing: {body_max_size: 0}")
                        .tracing()
                        .bodyMaxSize())
                .isEqualTo(1_048_576);
    }
}
