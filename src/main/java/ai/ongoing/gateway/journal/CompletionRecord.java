package ai.ongoing.gateway.journal;

import ai.ongoing.gateway.provider.RequestFacts;
import ai.ongoing.gateway.provider.ResponseFacts;
import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.trace.Completion;
import ai.ongoing.gateway.trace.Lineage;
import ai.ongoing.gateway.trace.Timing;
import java.time.Instant;
import java.util.List;

/**
 * Everything about a finished call but its bodies. Made on the event loop, so it only points at what was seen: JSON,
 * hashes and prices are made from it later, on a worker.
 *
 * @param finishedAt when the exchange ended
 * @param path decoded path as the client sent it, the gateway's prefix included, without query
 * @param requestHeaders name, value, name, value, ... as received, already masked
 * @param responseHeaders name, value, name, value, ... as received, already masked
 * @param status status sent to the client
 * @param streaming whether the answer was an event stream
 * @param chunks response pieces sent on, as they came from the provider
 * @param bodyFollows whether a {@link BodyRecord} of the same trace comes right after this record
 */
public record CompletionRecord(
        String traceId,
        Tenant tenant,
        Instant finishedAt,
        String provider,
        String method,
        String path,
        List<String> requestHeaders,
        List<String> responseHeaders,
        int status,
        Completion completion,
        boolean streaming,
        long chunks,
        Timing timing,
        RequestFacts requestFacts,
        ResponseFacts responseFacts,
        Lineage lineage,
        Credential credential,
        String gatewayKeyId,
        String correlationId,
        boolean bodyFollows)
        implements JournalRecord {

    /** Upper estimate of what this record holds in memory, in bytes; bounds the queue. */
    public long weight() {
        long weight = 1024;
        for (String header : requestHeaders) {
            weight += 48 + header.length();
        }
        for (String header : responseHeaders) {
            weight += 48 + header.length();
        }
        return weight + path.length();
    }
}
