package ai.ongoing.gateway.journal;

/**
 * The captured bodies of a call, as they passed on the wire.
 *
 * @param request captured prefix of the request body
 * @param requestTruncated whether the body was longer
 * @param response captured prefix of the response body, in its content coding
 * @param responseTruncated whether the body was longer
 * @param responseEncoding the response's content coding; empty when none
 */
@SuppressWarnings("ArrayRecordComponent") // identity is never asked of a captured body
public record BodyRecord(
        String traceId,
        byte[] request,
        boolean requestTruncated,
        byte[] response,
        boolean responseTruncated,
        String responseEncoding)
        implements JournalRecord {

    /** Bytes held in memory; bounds the queue. */
    public long weight() {
        return 128L + request.length + response.length;
    }
}
