package ai.ongoing.gateway.trace;

import ai.ongoing.gateway.pricing.Cost;
import java.time.Instant;

/**
 * A line of a trace list: everything but headers, bodies and metadata, which lists never load.
 *
 * @param completion how it ended; complete for rows written by the Go program
 */
public record TraceSummary(
        String id,
        Instant timestamp,
        Instant createdAt,
        String provider,
        String model,
        String requestMethod,
        String requestPath,
        int responseStatus,
        long inputTokens,
        long outputTokens,
        long totalTokens,
        Timing timing,
        String apiKeyHash,
        Cost cost,
        double estimatedCostUsd,
        Completion completion) {}
