package ai.ongoing.gateway.journal;

import org.jspecify.annotations.Nullable;

/**
 * A finished call as the journal hands it to the writer.
 *
 * @param body the captured bodies; null when none were captured or when they were given up
 */
public record FinishedCall(
        CompletionRecord completion, @Nullable BodyRecord body) {

    /** Whether bodies were captured but are gone: the trace says so instead of looking like a call without bodies. */
    public boolean captureLost() {
        return completion.bodyFollows() && body == null;
    }

    /** Upper estimate of the bytes this holds in memory. */
    public long weight() {
        return completion.weight() + (body == null ? 0 : body.weight());
    }
}
