package ai.ongoing.gateway.config.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.ObservabilityConfig.Otel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {

    @TempDir
    private Path directory;

    private Otel otel(String yaml, Map<String, String> environment) {
        return new ConfigTexts(directory)
                .file(yaml, environment)
                .config()
                .observability()
                .otel();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        ONGOINGAI_PORT                | abc   | must be a whole number (got "abc")
        ONGOINGAI_PORT                | ` 80` | must be a whole number (got " 80")
        ONGOINGAI_BODY_MAX_SIZE       | 1e6   | must be a whole number (got "1e6")
        ONGOINGAI_CAPTURE_BODIES      | yes   | must be true or false (got "yes")
        ONGOINGAI_AUTH_ENABLED        | tRUE  | must be true or false (got "tRUE")
        OTEL_SDK_DISABLED             | maybe | must be true or false (got "maybe")
        OTEL_EXPORTER_OTLP_INSECURE   | on    | must be true or false (got "on")
        OTEL_TRACES_EXPORTER          | zipkin | must be one of otlp, none (got "zipkin")
        OTEL_TRACES_EXPORTER          | prometheus | must be one of otlp, none (got "prometheus")
        OTEL_METRICS_EXPORTER         | statsd | must be one of otlp, none (got "statsd")
        OTEL_TRACES_SAMPLER_ARG       | half  | must be a number (got "half")
        OTEL_TRACES_SAMPLER_ARG       | NaN   | must be a number (got "NaN")
        OTEL_EXPORTER_OTLP_TIMEOUT    | 3s    | must be a whole number (got "3s")
        OTEL_METRIC_EXPORT_INTERVAL   | x     | must be a whole number (got "x")
        ONGOINGAI_PROMETHEUS_ENABLED  | x     | must be true or false (got "x")
        ONGOINGAI_PROXY_IDLE_TIMEOUT  | 5     | must be a duration such as 500ms, 5s or 1m30s (got "5")
        """)
    void refusesWhatCannotBeRead(String variable, String value, String reason) {
        assertThatThrownBy(() -> new ConfigTexts(directory).environment(Map.of(variable, value)))
                .hasMessage("invalid " + variable + ": " + reason)
                .extracting(error -> ((ConfigError) error).stage())
                .isEqualTo(ConfigError.Stage.LOAD);
    }

    @Test
    void explainsThePortThatKubernetesSets() {
        assertThatThrownBy(
                        () -> new ConfigTexts(directory).environment(Map.of("ONGOINGAI_PORT", "tcp://10.0.0.1:8080")))
                .hasMessageStartingWith("invalid ONGOINGAI_PORT: must be a whole number")
                .hasMessageEndingWith("enableServiceLinks: false");
    }

    @Test
    void anEmptyVariableDoesNotCount() {
        Map<String, String> environment = Map.of(
                "ONGOINGAI_HOST",
                "",
                "ONGOINGAI_PORT",
                "",
                "OTEL_SERVICE_NAME",
                "  ",
                "ONGOINGAI_PROMETHEUS_PATH",
                " ");

        assertThat(new ConfigTexts(directory).environment(environment))
                .isEqualTo(new ConfigTexts(directory).environment(Map.of()));
    }

    @Test
    void otherVariablesAreNotTrimmed() {
        assertThatThrownBy(() -> new ConfigTexts(directory).environment(Map.of("ONGOINGAI_STORAGE_PATH", " ")))
                .hasMessage("storage.path is required when storage.driver=sqlite");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OTEL_EXPORTER_OTLP_ENDPOINT=c:1",
                "OTEL_EXPORTER_OTLP_INSECURE=false",
                "OTEL_SERVICE_NAME=s",
                "OTEL_TRACES_EXPORTER=none",
                "OTEL_METRICS_EXPORTER=none",
                "ONGOINGAI_PROMETHEUS_ENABLED=false",
                "ONGOINGAI_PROMETHEUS_PATH=/m",
                "OTEL_TRACES_SAMPLER_ARG=0.1",
                "OTEL_EXPORTER_OTLP_TIMEOUT=5",
                "OTEL_METRIC_EXPORT_INTERVAL=5",
                "OTEL_SDK_DISABLED=false"
            })
    void anyTelemetryVariableSwitchesTelemetryOnUnlessDisabled(String assignment) {
        int equals = assignment.indexOf('=');
        Map<String, String> environment = new HashMap<>();
        environment.put(assignment.substring(0, equals), assignment.substring(equals + 1));
        assertThat(otel("", environment).enabled()).isTrue();

        environment.put("OTEL_SDK_DISABLED", "true");
        assertThat(otel("", environment).enabled()).isFalse();
        assertThat(otel("observability: {otel: {enabled: true}}", environment).enabled())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"otlp, true, false", "none, false, false", "prometheus, false, true", " Prometheus , false, true"})
    void theMetricsExporterMayBeThePage(String exporter, boolean metrics, boolean page) {
        Otel otel = otel("", Map.of("OTEL_METRICS_EXPORTER", exporter));

        assertThat(otel.metricsEnabled()).isEqualTo(metrics);
        assertThat(otel.prometheusEnabled()).isEqualTo(page);
        assertThat(otel.prometheusServed()).isEqualTo(page);
    }

    @Test
    void thePagesOwnVariableWinsOverTheExporter() {
        Otel otel = otel("", Map.of("OTEL_METRICS_EXPORTER", "prometheus", "ONGOINGAI_PROMETHEUS_ENABLED", "false"));

        assertThat(otel.prometheusEnabled()).isFalse();
    }

    @Test
    void completesTheConnectionStringFromPostgresVariables() {
        Map<String, String> environment = Map.of(
                "ONGOINGAI_STORAGE_DRIVER", "postgres",
                "ONGOINGAI_STORAGE_DSN", "postgresql://h/d",
                "PGUSER", "u",
                "PGPASSWORD", "p");

        assertThat(new ConfigTexts(directory).environment(environment).storage().dsn())
                .isEqualTo("postgresql://u:p@h:5432/d");
    }
}
