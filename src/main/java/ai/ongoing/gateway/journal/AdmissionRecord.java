package ai.ongoing.gateway.journal;

import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.trace.Lineage;
import java.time.Instant;
import java.util.List;

/**
 * What is known of a call when it is let through. Should the process die before the call ends, this is what its trace is
 * made of.
 *
 * @param admittedAt when the call came
 * @param path decoded path as the client sent it, the gateway's prefix included, without query
 * @param requestHeaders name, value, name, value, ... as received, already masked
 * @param bodiesCaptured whether bodies are kept of this call: a trace without them then says that they were lost
 */
public record AdmissionRecord(
        String traceId,
        Tenant tenant,
        Instant admittedAt,
        String provider,
        String method,
        String path,
        List<String> requestHeaders,
        Lineage lineage,
        Credential credential,
        String gatewayKeyId,
        String correlationId,
        boolean bodiesCaptured)
        implements JournalRecord {

    /** The record of this call when nothing more than its admission is known of it. */
    public CompletionRecord interrupted() {
        return CompletionRecord.interrupted(this);
    }

    /** Upper estimate of what this record holds in memory, in bytes. */
    long weight() {
        return 512 + CompletionRecord.headerWeight(requestHeaders) + path.length();
    }
}
