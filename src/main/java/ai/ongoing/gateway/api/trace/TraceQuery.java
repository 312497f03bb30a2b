package ai.ongoing.gateway.api.trace;

import ai.ongoing.gateway.trace.TraceCursor;
import ai.ongoing.gateway.trace.TraceFilter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a trace list was asked for.
 *
 * @param limit most traces on the page, 1 to 200
 */
public record TraceQuery(TraceFilter filter, @Nullable TraceCursor after, int limit) {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;
    private static final int MAX_TOKENS = 10_000_000;

    /**
     * Reads the parameters of the list.
     *
     * @throws Parameters.Refused for the first parameter that is not acceptable
     */
    public static TraceQuery of(Parameters query) {
        Integer limit = query.integerOrUnset("limit", MAX_LIMIT);
        Integer status = query.integer("status", 100, 599);
        Integer minTokens = query.integerOrUnset("min_tokens", MAX_TOKENS);
        Integer maxTokens = query.integerOrUnset("max_tokens", MAX_TOKENS);
        if (minTokens != null && maxTokens != null && maxTokens < minTokens) {
            throw new Parameters.Refused("max_tokens must be greater than or equal to min_tokens");
        }
        Instant from = query.from("from");
        Instant to = query.to("to");
        if (from != null && to != null && to.isBefore(from)) {
            throw new Parameters.Refused("to must be greater than or equal to from");
        }
        TraceFilter filter = new TraceFilter(
                query.text("trace_group_id"),
                query.text("thread_id"),
                query.text("run_id"),
                query.text("correlation_id"),
                query.text("provider"),
                query.text("model"),
                query.text("api_key_hash"),
                status,
                wide(minTokens),
                wide(maxTokens),
                from,
                to);
        String cursor = query.text("cursor");
        return new TraceQuery(
                filter, cursor == null ? null : CursorText.parse(cursor), limit == null ? DEFAULT_LIMIT : limit);
    }

    private static @Nullable Long wide(@Nullable Integer number) {
        return number == null ? null : number.longValue();
    }
}
