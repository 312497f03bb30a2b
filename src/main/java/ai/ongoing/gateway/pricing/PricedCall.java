package ai.ongoing.gateway.pricing;

import ai.ongoing.gateway.provider.NormalizedUsage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call whose usage is known and whose price is asked for.
 *
 * @param provider name of the route's provider, for example {@code openai}
 * @param model requested model; empty when the request named none
 * @param responseModel model named by the response; null when it named none
 * @param usage what was used, without overlap
 * @param at when the call was made: the price of that time is taken
 */
public record PricedCall(
        String provider, String model, @Nullable String responseModel, NormalizedUsage usage, Instant at) {}
