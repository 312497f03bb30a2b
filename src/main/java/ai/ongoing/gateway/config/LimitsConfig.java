package ai.ongoing.gateway.config;

/** The {@code limits} section. */
public record LimitsConfig(Limits perKey, Limits perWorkspace) {

    /** Zero switches a limit off. */
    public record Limits(int requestsPerMinute, long maxTokensPerDay, double maxCostUsdPerDay) {

        /** No limit is set. */
        public static final Limits OFF = new Limits(0, 0, 0);

        public boolean anySet() {
            return requestsPerMinute > 0 || maxTokensPerDay > 0 || maxCostUsdPerDay > 0;
        }
    }
}
