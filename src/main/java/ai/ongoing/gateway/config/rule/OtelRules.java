package ai.ongoing.gateway.config.rule;

import static ai.ongoing.gateway.config.section.ObservabilitySection.ENABLED;
import static ai.ongoing.gateway.config.section.ObservabilitySection.ENDPOINT;
import static ai.ongoing.gateway.config.section.ObservabilitySection.EXPORT_INTERVAL;
import static ai.ongoing.gateway.config.section.ObservabilitySection.EXPORT_TIMEOUT;
import static ai.ongoing.gateway.config.section.ObservabilitySection.METRICS_ENABLED;
import static ai.ongoing.gateway.config.section.ObservabilitySection.PROMETHEUS_ENABLED;
import static ai.ongoing.gateway.config.section.ObservabilitySection.PROMETHEUS_PATH;
import static ai.ongoing.gateway.config.section.ObservabilitySection.SAMPLING_RATIO;
import static ai.ongoing.gateway.config.section.ObservabilitySection.SERVICE_NAME;
import static ai.ongoing.gateway.config.section.ObservabilitySection.TRACES_ENABLED;

import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.setting.Key;
import ai.ongoing.gateway.config.setting.Quoted;
import ai.ongoing.gateway.config.setting.Settings;
import java.util.List;

/** The inherited rules of {@code observability.otel}; they bind only while it is enabled. */
final class OtelRules {

    private static final List<String> RESERVED = List.of("/api", "/openai", "/anthropic");

    private OtelRules() {}

    static void check(Settings settings) {
        if (!settings.get(ENABLED)) {
            return;
        }
        boolean page = settings.get(PROMETHEUS_ENABLED);
        if (!page) {
            required(settings, ENDPOINT);
        }
        required(settings, SERVICE_NAME);
        if (!page && !settings.get(TRACES_ENABLED) && !settings.get(METRICS_ENABLED)) {
            throw new ConfigError("observability.otel requires traces_enabled, metrics_enabled, and/or"
                    + " prometheus_enabled when enabled");
        }
        double ratio = settings.get(SAMPLING_RATIO);
        if (ratio < 0 || ratio > 1) {
            throw new ConfigError(SAMPLING_RATIO.path() + " must be between 0 and 1 (got "
                    + SAMPLING_RATIO.type().show(ratio) + ")");
        }
        positive(settings, EXPORT_TIMEOUT);
        positive(settings, EXPORT_INTERVAL);
        if (page) {
            path(settings.get(PROMETHEUS_PATH));
        }
    }

    private static void required(Settings settings, Key<String> key) {
        if (settings.get(key).isBlank()) {
            throw new ConfigError(key.path() + " is required when observability.otel.enabled=true");
        }
    }

    private static void positive(Settings settings, Key<Long> key) {
        long value = settings.get(key);
        if (value <= 0) {
            throw new ConfigError(key.path() + " must be > 0 (got " + value + ")");
        }
    }

    private static void path(String given) {
        String path = given.strip();
        if (!path.startsWith("/")) {
            throw new ConfigError(PROMETHEUS_PATH.path() + " must start with '/' (got " + Quoted.of(given) + ")");
        }
        for (String reserved : RESERVED) {
            if (path.startsWith(reserved)) {
                throw new ConfigError(PROMETHEUS_PATH.path() + " must not overlap with " + reserved + " (got "
                        + Quoted.of(given) + ")");
            }
        }
    }
}
