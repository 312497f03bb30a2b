package ai.ongoing.gateway.provider;

/**
 * The same counts restated so that no token is in two places, whatever the vendor's habits: the parts add up to what
 * was paid for. All counts are zero or more.
 *
 * @param inputUncached input tokens that neither came from nor went into a prompt cache
 * @param cacheRead input tokens read from a prompt cache
 * @param cacheWrite5m input tokens written to a cache for five minutes, or for an unstated time
 * @param cacheWrite1h input tokens written to a cache for one hour
 * @param output every output token, reasoning included
 */
public record NormalizedUsage(long inputUncached, long cacheRead, long cacheWrite5m, long cacheWrite1h, long output) {

    /** No tokens at all. */
    public static final NormalizedUsage ZERO = new NormalizedUsage(0, 0, 0, 0, 0);

    public NormalizedUsage {
        if (inputUncached < 0 || cacheRead < 0 || cacheWrite5m < 0 || cacheWrite1h < 0 || output < 0) {
            throw new IllegalArgumentException("token counts must not be negative");
        }
    }

    /** Tokens written to a prompt cache, all lifetimes. */
    public long cacheWrite() {
        return cacheWrite5m + cacheWrite1h;
    }

    /** Every input token, cache reads and writes included. */
    public long inputTotal() {
        return inputUncached + cacheRead + cacheWrite5m + cacheWrite1h;
    }

    public NormalizedUsage plus(NormalizedUsage other) {
        return new NormalizedUsage(
                inputUncached + other.inputUncached,
                cacheRead + other.cacheRead,
                cacheWrite5m + other.cacheWrite5m,
                cacheWrite1h + other.cacheWrite1h,
                output + other.output);
    }
}
