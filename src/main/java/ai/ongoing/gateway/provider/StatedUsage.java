package ai.ongoing.gateway.provider;

import org.jspecify.annotations.Nullable;

/**
 * Token counts exactly as the provider stated them, in the provider's own meaning (Anthropic's input is without cache
 * traffic, OpenAI's includes it). Null means not stated; an explicit zero stays zero.
 *
 * @param input prompt or input tokens
 * @param output completion or output tokens
 * @param total only if stated, never computed
 * @param cacheRead tokens read from a prompt cache
 * @param cacheWrite tokens written to a prompt cache, all lifetimes together
 * @param reasoning tokens spent on reasoning
 */
public record StatedUsage(
        @Nullable Long input,
        @Nullable Long output,
        @Nullable Long total,
        @Nullable Long cacheRead,
        @Nullable Long cacheWrite,
        @Nullable Long reasoning) {

    /** Nothing was stated. */
    public static final StatedUsage NONE = new StatedUsage(null, null, null, null, null, null);
}
