package ai.ongoing.gateway.config.section;

import static ai.ongoing.gateway.config.setting.ScalarType.BOOL;
import static ai.ongoing.gateway.config.setting.ScalarType.NUMBER;
import static ai.ongoing.gateway.config.setting.ScalarType.TEXT;
import static ai.ongoing.gateway.config.setting.ScalarType.WHOLE;

import ai.ongoing.gateway.config.ObservabilityConfig;
import ai.ongoing.gateway.config.setting.BadValue;
import ai.ongoing.gateway.config.setting.Key;
import ai.ongoing.gateway.config.setting.Quoted;
import ai.ongoing.gateway.config.setting.Ranges;
import ai.ongoing.gateway.config.setting.Settings;
import java.util.List;
import java.util.Locale;

/** {@code observability.otel}, with the standard OpenTelemetry variables. */
public final class ObservabilitySection {

    private static final String OTEL = "observability.otel.";

    public static final Key<Boolean> ENABLED =
            Key.of(OTEL + "enabled", BOOL, false).variable("OTEL_SDK_DISABLED", disabled -> !BOOL.fromText(disabled));
    public static final Key<String> ENDPOINT =
            Key.of(OTEL + "endpoint", TEXT, "localhost:4318").variable("OTEL_EXPORTER_OTLP_ENDPOINT");
    public static final Key<Boolean> INSECURE =
            Key.of(OTEL + "insecure", BOOL, true).variable("OTEL_EXPORTER_OTLP_INSECURE");
    public static final Key<String> SERVICE_NAME =
            Key.of(OTEL + "service_name", TEXT, "ongoingai-gateway").variable("OTEL_SERVICE_NAME");
    public static final Key<Boolean> TRACES_ENABLED =
            Key.of(OTEL + "traces_enabled", BOOL, true).variable("OTEL_TRACES_EXPORTER", word -> exporter(word, false));

    /** Its variable may also say {@code prometheus}: metrics, but as a page. */
    public static final Key<Boolean> METRICS_ENABLED = Key.of(OTEL + "metrics_enabled", BOOL, true)
            .variable("OTEL_METRICS_EXPORTER", word -> exporter(word, true));

    public static final Key<Boolean> PROMETHEUS_ENABLED =
            Key.of(OTEL + "prometheus_enabled", BOOL, false).variable("ONGOINGAI_PROMETHEUS_ENABLED");
    public static final Key<String> PROMETHEUS_PATH =
            Key.of(OTEL + "prometheus_path", TEXT, "/metrics").variable("ONGOINGAI_PROMETHEUS_PATH");
    public static final Key<Double> SAMPLING_RATIO =
            Key.of(OTEL + "sampling_ratio", NUMBER, 1.0).variable("OTEL_TRACES_SAMPLER_ARG");
    public static final Key<Long> EXPORT_TIMEOUT =
            Key.of(OTEL + "export_timeout_ms", WHOLE, 3000L).variable("OTEL_EXPORTER_OTLP_TIMEOUT");
    public static final Key<Long> EXPORT_INTERVAL =
            Key.of(OTEL + "metric_export_interval_ms", WHOLE, 10000L).variable("OTEL_METRIC_EXPORT_INTERVAL");

    /** In the order of the file; their variables also switch the whole section on. */
    public static final List<Key<?>> KEYS = List.of(
            ENABLED,
            ENDPOINT,
            INSECURE,
            SERVICE_NAME,
            TRACES_ENABLED,
            METRICS_ENABLED,
            PROMETHEUS_ENABLED,
            PROMETHEUS_PATH,
            SAMPLING_RATIO,
            EXPORT_TIMEOUT,
            EXPORT_INTERVAL);

    private ObservabilitySection() {}

    /** Whether the metrics exporter variable asks for the page. */
    public static boolean asksForPage(String exporter) {
        return fold(exporter).equals("prometheus");
    }

    public static ObservabilityConfig read(Settings settings) {
        return new ObservabilityConfig(new ObservabilityConfig.Otel(
                settings.get(ENABLED),
                settings.get(ENDPOINT).strip(),
                settings.get(INSECURE),
                settings.get(SERVICE_NAME).strip(),
                settings.get(TRACES_ENABLED),
                settings.get(METRICS_ENABLED),
                settings.get(PROMETHEUS_ENABLED),
                settings.get(PROMETHEUS_PATH).strip(),
                settings.get(SAMPLING_RATIO),
                (int) Ranges.whole(settings, EXPORT_TIMEOUT, Integer.MIN_VALUE, Integer.MAX_VALUE),
                (int) Ranges.whole(settings, EXPORT_INTERVAL, Integer.MIN_VALUE, Integer.MAX_VALUE)));
    }

    private static boolean exporter(String word, boolean page) throws BadValue {
        String folded = fold(word);
        if (folded.equals("otlp")) {
            return true;
        }
        if (folded.equals("none") || (page && folded.equals("prometheus"))) {
            return false;
        }
        throw new BadValue("must be one of otlp, none (got " + Quoted.of(word) + ")");
    }

    private static String fold(String word) {
        return word.strip().toLowerCase(Locale.ROOT);
    }
}
