package ai.ongoing.gateway.trace;

/**
 * How long a call took.
 *
 * @param latencyMs from the first request byte to the end of the exchange, in milliseconds
 * @param timeToFirstTokenMs of a stream, rounded up to milliseconds; zero when not a stream
 * @param timeToFirstTokenUs of a stream, in microseconds; zero when not a stream
 */
public record Timing(long latencyMs, long timeToFirstTokenMs, long timeToFirstTokenUs) {

    /** The first of {@code ms} and {@code us} that is missing is derived from the other; milliseconds round up. */
    public Timing {
        if (timeToFirstTokenMs == 0 && timeToFirstTokenUs > 0) {
            timeToFirstTokenMs = Math.ceilDiv(timeToFirstTokenUs, 1000L);
        } else if (timeToFirstTokenUs == 0 && timeToFirstTokenMs > 0) {
            timeToFirstTokenUs = timeToFirstTokenMs * 1000;
        }
    }
}
