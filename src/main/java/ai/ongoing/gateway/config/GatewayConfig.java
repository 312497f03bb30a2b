package ai.ongoing.gateway.config;

import java.util.List;

/**
 * The whole configuration, valid once it exists.
 *
 * @param source what was read, in words an operator can use: the file's path as given, or "defaults and environment"
 * @param warnings sentences an operator should read before the gateway starts; secrets are masked
 */
public record GatewayConfig(
        String source,
        ServerConfig server,
        StorageConfig storage,
        ProvidersConfig providers,
        ProxyConfig proxy,
        TracingConfig tracing,
        PricingConfig pricing,
        LogConfig log,
        ObservabilityConfig observability,
        PiiConfig pii,
        AuthConfig auth,
        LimitsConfig limits,
        List<String> warnings) {

    public GatewayConfig {
        warnings = List.copyOf(warnings);
    }

    /** The same configuration with these warnings. */
    public GatewayConfig withWarnings(List<String> sentences) {
        return new GatewayConfig(
                source,
                server,
                storage,
                providers,
                proxy,
                tracing,
                pricing,
                log,
                observability,
                pii,
                auth,
                limits,
                sentences);
    }
}
