package ai.ongoing.gateway.config;

/** The {@code observability} section. */
public record ObservabilityConfig(Otel otel) {

    /**
     * The {@code observability.otel} section.
     *
     * @param samplingRatio 0 to 1
     * @param exportTimeoutMs in milliseconds, more than zero when enabled
     * @param metricExportIntervalMs in milliseconds, more than zero when enabled
     */
    public record Otel(
            boolean enabled,
            String endpoint,
            boolean insecure,
            String serviceName,
            boolean tracesEnabled,
            boolean metricsEnabled,
            boolean prometheusEnabled,
            String prometheusPath,
            double samplingRatio,
            int exportTimeoutMs,
            int metricExportIntervalMs) {

        /** Whether the exposition page is served: it needs both switches. */
        public boolean prometheusServed() {
            return enabled && prometheusEnabled;
        }
    }
}
