package ai.ongoing.gateway.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.provider.NormalizedUsage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Costs worked out by hand from the list prices: dollars for a million tokens = thousands of nano-dollars a token. */
final class PriceBookTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final PriceBook book = PriceBook.load(null);

    @Test
    void chargesCachedInputAtItsOwnPrice() {
        // gpt-4o-mini: 0.15 in, 0.075 cached, 0.6 out: 89 x 150 + 1408 x 75 + 1037 x 600
        NormalizedUsage usage = new NormalizedUsage(89, 1408, 0, 0, 1037);
        assertThat(cost("openai", "gpt-4o-mini", "gpt-4o-mini-2024-07-18", usage))
                .isEqualTo(new Cost.Priced(741_150, "openai/gpt-4o-mini@2026-08-21"));
    }

    @Test
    void chargesBothLifetimesOfAnthropicCacheWrites() {
        // claude-sonnet-4-0: 3 in, 15 out, 3.75 for five minutes, 6 for an hour
        assertThat(cost("anthropic", "claude-sonnet-4-20250514", null, new NormalizedUsage(17, 0, 0, 2056, 100)))
                .isEqualTo(new Cost.Priced(
                        17 * 3000 + 2056 * 6000 + 100 * 15_000, "anthropic/claude-sonnet-4-0@2026-08-21"));
        assertThat(nanoDollars("anthropic", "claude-sonnet-4-20250514", new NormalizedUsage(17, 0, 2056, 0, 100)))
                .isEqualTo(17 * 3000 + 2056 * 3750 + 100 * 15_000);
    }

    @Test
    void chargesCacheTrafficAsInputWhereTheVendorNamesNoOtherPrice() {
        // gpt-4: 30 in, 60 out
        assertThat(nanoDollars("openai", "gpt-4", new NormalizedUsage(1, 2, 3, 4, 5)))
                .isEqualTo(10 * 30_000 + 5 * 60_000);
    }

    @ParameterizedTest
    @CsvSource({
        // gpt-5.6-sol: 5 in, 30 out; more than 272000 input tokens: 10 in, 45 out, for all of them
        "272000, 1360030000",
        "272001, 2720055000",
    })
    void chargesAllTokensOfALongCallAtTheTiersPrices(long input, long nanoDollars) {
        assertThat(nanoDollars("openai", "gpt-5.6-sol", new NormalizedUsage(input, 0, 0, 0, 1)))
                .isEqualTo(nanoDollars);
    }

    @Test
    void countsCachedTokensTowardsTheTier() {
        // 2 uncached x 10 + 272000 cached x 1
        assertThat(nanoDollars("openai", "gpt-5.6-sol", new NormalizedUsage(2, 272_000, 0, 0, 0)))
                .isEqualTo(2 * 10_000 + 272_000 * 1000L);
    }

    @ParameterizedTest
    @CsvSource({
        "2025-06-09T23:59:59Z, 10000, openai/o3@before-2025-06-10",
        "2025-06-10T00:00:00Z, 2000, openai/o3@2025-06-10",
        "2026-11-20T00:00:00Z, 2000, openai/o3@2025-06-10",
    })
    void takesThePriceOfTheDayOfTheCall(Instant at, long nanoDollars, String priceId) {
        PricedCall call = new PricedCall("openai", "o3", null, new NormalizedUsage(1, 0, 0, 0, 0), at);
        assertThat(book.cost(call)).isEqualTo(new Cost.Priced(nanoDollars, priceId));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-31T23:59:59Z, 750, google/gemini-3.7-flash@2026-08-21",
        "2027-01-01T00:00:00Z, 1500, google/gemini-3.7-flash@2027-01-01",
    })
    void takesAScheduledPriceFromItsDayOn(Instant at, long nanoDollars, String priceId) {
        PricedCall call = new PricedCall("openai", "gemini-3.7-flash", null, new NormalizedUsage(1, 0, 0, 0, 0), at);
        Cost cost = book.cost(call);
        assertThat(cost).isInstanceOf(Cost.Priced.class);
        assertThat(((Cost.Priced) cost).nanoDollars()).isEqualTo(nanoDollars);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T00:29:59Z, 135",
        "2026-11-20T00:30:00Z, 270",
        "2026-11-20T16:29:59Z, 270",
        "2026-11-20T16:30:00Z, 135",
    })
    void takesThePriceOfTheHour(Instant at, long nanoDollars) {
        PricedCall call = new PricedCall("openai", "deepseek-chat", null, new NormalizedUsage(1, 0, 0, 0, 0), at);
        assertThat(book.cost(call)).isEqualTo(new Cost.Priced(nanoDollars, "deepseek/deepseek-chat@2026-08-21"));
    }

    @ParameterizedTest
    @CsvSource({
        // mistral's and others' models stand behind the OpenAI route
        "mistral-small-latest, mistral",
        "grok-3-mini, xai",
        "llama3-8b-8192, groq",
        "deepseek-reasoner, deepseek",
        "claude-haiku-4-5-20251001, anthropic",
        "anthropic/claude-4.5-haiku-20251001, anthropic",
        "GPT-4o, openai",
    })
    void findsModelsOfOtherVendorsBehindTheOpenAiRoute(String model, String section) {
        Cost cost = cost("openai", "", model, new NormalizedUsage(1, 0, 0, 0, 1));
        assertThat(cost).isInstanceOf(Cost.Priced.class);
        assertThat(((Cost.Priced) cost).priceId()).startsWith(section + "/");
    }

    @Test
    void letsTheServedModelDecideBeforeTheRequestedOne() {
        NormalizedUsage usage = new NormalizedUsage(1_000_000, 0, 0, 0, 0);
        assertThat(cost("openai", "gpt-4o", "gpt-4o-mini-2024-07-18", usage))
                .isEqualTo(new Cost.Priced(150_000_000, "openai/gpt-4o-mini@2026-08-21"));
        assertThat(cost("openai", "gpt-4o-mini", "my-deployment", usage))
                .isEqualTo(new Cost.Priced(150_000_000, "openai/gpt-4o-mini@2026-08-21"));
    }

    @Test
    void leavesUnknownModelsUnpriced() {
        NormalizedUsage usage = new NormalizedUsage(1, 0, 0, 0, 1);
        assertThat(cost("openai", "no-such-model", "neither-this", usage)).isEqualTo(Cost.unpriced());
        assertThat(cost("openai", "", null, usage)).isEqualTo(Cost.unpriced());
        assertThat(cost("openai", "minimax/minimax-m2:free", null, usage)).isEqualTo(Cost.unpriced());
    }

    @Test
    void pricesStatedZeroesOfAKnownModelAtZero() {
        assertThat(cost("openai", "gpt-4.1-nano", "gpt-4.1-nano-2025-04-14", NormalizedUsage.ZERO))
                .isEqualTo(new Cost.Priced(0, "openai/gpt-4.1-nano@2026-08-21"));
        assertThat(cost("openai", "no-such-model", null, NormalizedUsage.ZERO)).isEqualTo(Cost.unpriced());
    }

    @Test
    void leavesACallUnpricedWhenSomeOfItsTokensHaveNoPrice() {
        assertThat(cost("openai", "text-embedding-3-small", null, new NormalizedUsage(5, 0, 0, 0, 0)))
                .isEqualTo(new Cost.Priced(100, "openai/text-embedding-3-small@2026-08-21"));
        assertThat(cost("openai", "text-embedding-3-small", null, new NormalizedUsage(5, 0, 0, 0, 1)))
                .isEqualTo(Cost.unpriced());
    }

    @Test
    void answersTheSameAfterAnyNumberOfModelNames() {
        NormalizedUsage usage = new NormalizedUsage(1, 0, 0, 0, 1);
        for (int i = 0; i < 5000; i++) {
            assertThat(cost("openai", "invented-" + i, null, usage)).isEqualTo(Cost.unpriced());
        }
        assertThat(nanoDollars("openai", "gpt-4o-mini", usage)).isEqualTo(750);
    }

    private long nanoDollars(String provider, String model, NormalizedUsage usage) {
        Cost cost = cost(provider, model, null, usage);
        assertThat(cost).isInstanceOf(Cost.Priced.class);
        return ((Cost.Priced) cost).nanoDollars();
    }

    private Cost cost(String provider, String model, @Nullable String responseModel, NormalizedUsage usage) {
        return book.cost(new PricedCall(provider, model, responseModel, usage, NOON));
    }
}
