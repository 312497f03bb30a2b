package ai.ongoing.gateway.journal;

import ai.ongoing.gateway.provider.RequestFacts;
import java.time.Instant;
import java.util.List;

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
 */
public record AnswerRecord(
        String traceId, Instant begunAt, int status, boolean streaming, List<String> headers, RequestFacts requestFacts)
        implements JournalRecord {}
