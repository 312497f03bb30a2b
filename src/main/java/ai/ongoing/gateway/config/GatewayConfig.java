package ai.ongoing.gateway.config;

/**
 * The whole configuration, valid once it exists.
 *
 * @param source what was read, in words an operator can use: the file's path as given, or "defaults and environment"
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
        LimitsConfig limits) {}
