package ai.ongoing.gateway.provider;

import org.jspecify.annotations.Nullable;

/**
 * What a response said about itself.
 *
 * @param model the model the response names; null when it names none
 * @param usage token counts
 * @param finishReason the provider's own word, of the first choice; the status for the Responses API
 * @param errorType the provider's error type, also when it came under HTTP 200 or in mid-stream
 */
public record ResponseFacts(
        @Nullable String model,
        TokenUsage usage,
        @Nullable String finishReason,
        @Nullable String errorType) {

    /** Nothing could be read. */
    public static final ResponseFacts UNKNOWN = new ResponseFacts(null, TokenUsage.NONE, null, null);
}
