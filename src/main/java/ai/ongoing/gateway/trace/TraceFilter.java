package ai.ongoing.gateway.trace;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which traces a list shows; null means any.
 *
 * @param groupId trace group, exact
 * @param threadId lineage thread, exact
 * @param runId lineage run, exact
 * @param correlationId correlation id, exact
 * @param provider provider name, exact
 * @param model requested model, exact
 * @param apiKeyHash hash of the provider key, exact
 * @param status response status, exact
 * @param minTokens least total tokens
 * @param maxTokens most total tokens
 * @param from earliest timestamp, inclusive
 * @param to latest timestamp, inclusive
 */
public record TraceFilter(
        @Nullable String groupId,
        @Nullable String threadId,
        @Nullable String runId,
        @Nullable String correlationId,
        @Nullable String provider,
        @Nullable String model,
        @Nullable String apiKeyHash,
        @Nullable Integer status,
        @Nullable Long minTokens,
        @Nullable Long maxTokens,
        @Nullable Instant from,
        @Nullable Instant to) {

    /** Every trace. */
    public static final TraceFilter ANY =
            new TraceFilter(null, null, null, null, null, null, null, null, null, null, null, null);
}
