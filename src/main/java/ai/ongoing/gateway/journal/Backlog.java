package ai.ongoing.gateway.journal;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be stored.
 *
 * @param calls finished calls that were not released
 * @param bytes bytes the journal holds
 * @param maxBytes most bytes it may hold
 * @param oldest when the call that has waited longest ended; null when none waits
 */
public record Backlog(
        long calls, long bytes, long maxBytes, @Nullable Instant oldest) {

    /** How long the oldest call has waited; zero when none waits. */
    public Duration lag(Instant now) {
        return oldest == null || oldest.isAfter(now) ? Duration.ZERO : Duration.between(oldest, now);
    }
}
