package ai.ongoing.gateway.config.source;

import static ai.ongoing.gateway.config.section.ObservabilitySection.ENABLED;
import static ai.ongoing.gateway.config.section.ObservabilitySection.METRICS_ENABLED;
import static ai.ongoing.gateway.config.section.ObservabilitySection.PROMETHEUS_ENABLED;

import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.section.ObservabilitySection;
import ai.ongoing.gateway.config.section.Sections;
import ai.ongoing.gateway.config.setting.BadValue;
import ai.ongoing.gateway.config.setting.Key;
import ai.ongoing.gateway.config.setting.Settings;
import java.util.Map;

/** Puts the environment's values in force; a variable counts only when it is not empty. */
final class EnvironmentSource {

    private final Map<String, String> environment;

    EnvironmentSource(Map<String, String> environment) {
        this.environment = environment;
    }

    void apply(Settings settings) {
        switchOnTelemetry(settings);
        for (Key<?> key : Sections.KEYS) {
            apply(key, settings);
        }
    }

    /** Any telemetry variable switches telemetry on; {@code OTEL_SDK_DISABLED}, applied later, alone decides when set. */
    private void switchOnTelemetry(Settings settings) {
        for (Key<?> key : ObservabilitySection.KEYS) {
            if (!value(key).isEmpty()) {
                settings.set(ENABLED, true, key.variable());
            }
        }
    }

    private <T> void apply(Key<T> key, Settings settings) {
        String value = value(key);
        if (value.isEmpty()) {
            return;
        }
        try {
            settings.set(key, key.reading().read(value), key.variable());
        } catch (BadValue bad) {
            throw ConfigError.unreadable("invalid " + key.variable() + ": " + bad.getMessage() + hint(value));
        }
        // Metrics as a page; a variable of the page's own, read next, still wins.
        if (key.path().equals(METRICS_ENABLED.path()) && ObservabilitySection.asksForPage(value)) {
            settings.set(PROMETHEUS_ENABLED, true, key.variable());
        }
    }

    private String value(Key<?> key) {
        String value = environment.getOrDefault(key.variable(), "");
        return key.trimsVariable() ? value.strip() : value;
    }

    /** Kubernetes sets {@code <SERVICE>_PORT} for every Service, also for one that is called like this program. */
    private static String hint(String value) {
        return value.startsWith("tcp://")
                ? "; Kubernetes sets this for a Service named ongoingai: set enableServiceLinks: false"
                : "";
    }
}
