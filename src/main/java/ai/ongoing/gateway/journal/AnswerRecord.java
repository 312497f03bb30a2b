package ai.ongoing.gateway.journal;

import ai.ongoing.gateway.provider.RequestFacts;
import ai.ongoing.gateway.provider.ResponseFacts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call when its answer has begun and will go on for a while: noted, so that a process that dies in the
 * middle of a stream leaves more of it than its admission. An answer that ends with its first bytes is noted by its
 * completion alone.
 *
 * @param begunAt when the head went to the client, or a little later
 * @param status status sent to the client
 * @param streaming whether the answer is an event stream
 * @param headers name, value, name, value, ... as received, already masked
 * @param requestFacts what the request had said by then
 * @param progress how far a stream has come since; null at its beginning
 */
public record AnswerRecord(
        String traceId,
        Instant begunAt,
        int status,
        boolean streaming,
        List<String> headers,
        RequestFacts requestFacts,
        @Nullable Progress progress)
        implements JournalRecord {

    /**
     * How far a stream has come.
     *
     * @param notedAt it had lasted at least until then
     * @param chunks pieces sent on
     * @param timeToFirstTokenUs microseconds from the call's beginning to the first of them
     * @param facts what they had said; counts among them are partial
     */
    public record Progress(Instant notedAt, long chunks, long timeToFirstTokenUs, ResponseFacts facts) {}

    /** The same some time later, or, without progress, at its beginning. */
    public AnswerRecord with(@Nullable Progress other) {
        return new AnswerRecord(traceId, begunAt, status, streaming, headers, requestFacts, other);
    }
}
