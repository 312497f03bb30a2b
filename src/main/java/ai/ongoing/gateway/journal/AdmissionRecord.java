package ai.ongoing.gateway.journal;

import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.trace.Lineage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /**
     * The record of this call when its end is not known.
     *
     * @param answer how far it had come; null when no answer had begun, or none that was worth a note
     */
    public CompletionRecord interrupted(@Nullable AnswerRecord answer) {
        return answer == null ? CompletionRecord.interrupted(this) : CompletionRecord.interrupted(this, answer);
    }

    /** Upper estimate of what this record holds in memory, in bytes. */
    long weight() {
        return 512 + CompletionRecord.headerWeight(requestHeaders) + path.length();
    }
}
