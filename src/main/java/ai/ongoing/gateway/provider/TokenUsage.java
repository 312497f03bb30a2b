package ai.ongoing.gateway.provider;

/**
 * The usage of one call: the provider's numbers untouched beside a non-overlapping split of them.
 *
 * @param stated the provider's own numbers
 * @param normalized the same, restated without overlap; zero throughout when nothing was stated
 * @param source how far the numbers can be trusted
 * @param kind whether they may be added up
 */
public record TokenUsage(StatedUsage stated, NormalizedUsage normalized, UsageSource source, UsageKind kind) {

    /** Nothing was stated. */
    public static final TokenUsage NONE =
            new TokenUsage(StatedUsage.NONE, NormalizedUsage.ZERO, UsageSource.NONE, UsageKind.NONE);

    /** Stated input tokens that may be added up; zero when none were stated or they are not this call's. */
    public long inputTokens() {
        return billed(stated.input());
    }

    /** Stated output tokens that may be added up; zero when none were stated or they are not this call's. */
    public long outputTokens() {
        return billed(stated.output());
    }

    /** The stated total, else input plus output. */
    public long totalTokens() {
        long total = billed(stated.total());
        return total > 0 ? total : inputTokens() + outputTokens();
    }

    private long billed(@org.jspecify.annotations.Nullable Long count) {
        return kind == UsageKind.BILLED && count != null ? count : 0;
    }
}
