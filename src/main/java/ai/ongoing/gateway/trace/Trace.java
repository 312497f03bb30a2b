package ai.ongoing.gateway.trace;

import ai.ongoing.gateway.pricing.Cost;
import ai.ongoing.gateway.provider.TokenUsage;
import ai.ongoing.gateway.tenant.Tenant;
import java.time.Instant;

/**
 * One recorded call. {@code timestamp} and {@code createdAt} are the moment the exchange finished, in UTC, to the
 * microsecond that both stores hold; they travel with the record, so a retried write stores the same row. A row that
 * the Go program wrote into SQLite keeps its nanoseconds.
 *
 * @param id 32 hexadecimal digits of a UUIDv7 (RFC 9562)
 * @param metadataJson the JSON object of section "metadata" of the trace contract; empty when none
 */
public record Trace(
        String id,
        Tenant tenant,
        Instant timestamp,
        Instant createdAt,
        RequestPart request,
        ResponsePart response,
        Timing timing,
        TokenUsage usage,
        Cost cost,
        Lineage lineage,
        Caller caller,
        String metadataJson) {

    public Trace {
        if (id.isBlank()) {
            throw new IllegalArgumentException("a trace id must not be blank");
        }
    }
}
