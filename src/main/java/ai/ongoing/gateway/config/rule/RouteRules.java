package ai.ongoing.gateway.config.rule;

import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.config.ObservabilityConfig.Otel;
import ai.ongoing.gateway.config.ProviderConfig;
import java.util.List;

/** Paths must not take each other's calls: the providers', the gateway's own, and the metrics page's. */
public final class RouteRules {

    private static final List<String> OWN = List.of("/livez", "/readyz", "/actuator");

    private RouteRules() {}

    /** Throws {@link ConfigError} when two paths overlap. */
    public static void check(GatewayConfig config) {
        ProviderConfig openai = config.providers().openai();
        ProviderConfig anthropic = config.providers().anthropic();
        for (ProviderConfig provider : config.providers().all()) {
            String path = "providers." + provider.name() + ".prefix is \"" + provider.prefix() + "\"";
            if (overlap(provider.prefix(), "/api")) {
                throw new ConfigError("provider prefixes must not overlap with /api routes: " + path);
            }
            for (String own : OWN) {
                if (overlap(provider.prefix(), own)) {
                    throw new ConfigError(
                            "provider prefixes must not overlap with the gateway's own " + own + ": " + path);
                }
            }
        }
        if (overlap(openai.prefix(), anthropic.prefix())) {
            throw new ConfigError("provider route prefixes overlap: providers.openai.prefix is \"" + openai.prefix()
                    + "\", providers.anthropic.prefix is \"" + anthropic.prefix() + "\"");
        }
        metricsPage(config);
    }

    private static void metricsPage(GatewayConfig config) {
        Otel otel = config.observability().otel();
        if (!otel.prometheusServed()) {
            return;
        }
        String path = otel.prometheusPath();
        String got = " (got \"" + path + "\")";
        if (path.equals("/") || !path.matches("[/A-Za-z0-9._~-]+")) {
            throw new ConfigError("observability.otel.prometheus_path must be a plain path such as /metrics" + got);
        }
        for (String own : OWN) {
            if (overlap(path, own)) {
                throw new ConfigError("observability.otel.prometheus_path must not overlap with " + own + got);
            }
        }
        for (ProviderConfig provider : config.providers().all()) {
            if (overlap(path, provider.prefix())) {
                throw new ConfigError("observability.otel.prometheus_path must not overlap with providers."
                        + provider.name() + ".prefix " + provider.prefix() + got);
            }
        }
    }

    private static boolean overlap(String one, String other) {
        return (one + "/").startsWith(other + "/") || (other + "/").startsWith(one + "/");
    }
}
