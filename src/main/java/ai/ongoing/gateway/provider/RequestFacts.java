package ai.ongoing.gateway.provider;

import org.jspecify.annotations.Nullable;

/**
 * What a request body said.
 *
 * @param model the requested model; null when the body is not JSON or names none
 * @param stream whether a stream was asked for; null when not stated
 */
public record RequestFacts(@Nullable String model, @Nullable Boolean stream) {

    /** Nothing could be read. */
    public static final RequestFacts UNKNOWN = new RequestFacts(null, null);
}
