package ai.ongoing.gateway.trace;

import org.jspecify.annotations.Nullable;

/**
 * The response side of a call.
 *
 * @param status HTTP status sent to the client
 * @param model the model the response named; null when it named none
 * @param finishReason the provider's own word
 * @param errorType the provider's error type
 * @param completion how the exchange ended
 * @param headersJson JSON object of canonical name to array of values, masked; empty when none
 * @param body captured body
 */
public record ResponsePart(
        int status,
        @Nullable String model,
        @Nullable String finishReason,
        @Nullable String errorType,
        Completion completion,
        String headersJson,
        Body body) {}
