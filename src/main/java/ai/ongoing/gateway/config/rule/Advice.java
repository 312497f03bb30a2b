package ai.ongoing.gateway.config.rule;

import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.config.ObservabilityConfig.Otel;
import ai.ongoing.gateway.config.StorageConfig;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.config.setting.Settings;
import java.util.ArrayList;
import java.util.List;

/** What an operator may not have meant, though the gateway can run with it. */
public final class Advice {

    private Advice() {}

    /** One sentence each; empty when all is plain. */
    public static List<String> of(GatewayConfig config, Settings settings) {
        List<String> advice = new ArrayList<>();
        StorageConfig storage = config.storage();
        if (storage.driver() == StorageDriver.SQLITE && !storage.dsn().isBlank()) {
            advice.add("storage.dsn is set, but storage.driver is sqlite: traces go to " + storage.path()
                    + "; set storage.driver to postgres to use the server");
        }
        Otel otel = config.observability().otel();
        if (otel.enabled() && (otel.tracesEnabled() || otel.metricsEnabled())) {
            advice.add("observability.otel is enabled, but this version sends nothing to an OTLP endpoint yet; only the"
                    + " Prometheus page works (observability.otel.prometheus_enabled)");
        }
        if (otel.prometheusEnabled() && !otel.enabled()) {
            advice.add(
                    "observability.otel.prometheus_enabled is true, but observability.otel.enabled is false: the page"
                            + " is not served");
        }
        return advice;
    }
}
