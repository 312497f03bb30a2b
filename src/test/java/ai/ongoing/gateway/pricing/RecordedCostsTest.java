package ai.ongoing.gateway.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.provider.Provider;
import ai.ongoing.gateway.provider.ResponseFacts;
import ai.ongoing.gateway.provider.ResponseHead;
import ai.ongoing.gateway.provider.ResponseReader;
import ai.ongoing.gateway.testkit.RecordedTraffic;
import ai.ongoing.gateway.testkit.RecordedTraffic.Recording;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What recorded calls cost in nano-dollars, worked out by hand: tokens times thousandths of the price of a million. */
final class RecordedCostsTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final PriceBook book = PriceBook.load(null);

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                // 89 x 150 + 1408 x 75 + 1037 x 600
                "openai-chat-cached-prompt, 741150, openai/gpt-4o-mini",
                // 8 x 5000 + 4012 x 6250 + 4 x 30000
                "openai-chat-gpt56-cache-write, 25235000, openai/gpt-5.6-sol",
                // 8 x 100, no output
                "openai-embeddings-base64, 800, openai/text-embedding-ada-002",
                // 10 x 1000 + 7351 x 100 + 4 x 5000
                "anthropic-messages-cache-read, 765100, anthropic/claude-haiku-4-5",
                // 17 x 3000 + 2056 x 6000 + 100 x 15000
                "anthropic-messages-cache-write-1h, 13887000, anthropic/claude-sonnet-4-0",
                // 329 x 3000 + 55096 x 3750 + 136 x 15000
                "anthropic-messages-compaction-iterations, 209637000, anthropic/claude-sonnet-4-6",
                // 44 x 3000 + 626 x 15000
                "anthropic-messages-thinking-tokens, 9522000, anthropic/claude-sonnet-5",
                // 28 x 300 + 3 x 75 + 290 x 500
                "xai-chat-reasoning-outside, 153625, xai/grok-3-mini",
                // 17 x 1000 + 82 x 5000: what OpenRouter itself stated, 0.000427 dollars
                "openrouter-chat-cost, 427000, anthropic/claude-haiku-4-5",
                // 12 x 50 + 24 x 80
                "groq-chatstream-xgroq, 2520, groq/llama3-8b-8192",
                // zeroes were stated for a known model
                "openai-chatstream-server-error-midstream, 0, openai/gpt-4.1-nano",
                // nobody knows a price
                "vllm-chat, none, none",
                "together-chat-eos, none, none",
                "openrouter-chatstream-error-in-usage-chunk, none, none",
            })
    void areExact(String id, Long nanoDollars, String entry) {
        Cost cost = cost(RecordedTraffic.named(id));
        if (nanoDollars == null) {
            assertThat(cost).isEqualTo(Cost.unpriced());
            return;
        }
        assertThat(cost).isInstanceOf(Cost.Priced.class);
        Cost.Priced priced = (Cost.Priced) cost;
        assertThat(priced.priceId()).startsWith(entry + "@");
        assertThat(priced.nanoDollars()).isEqualTo(nanoDollars);
    }

    private Cost cost(Recording recording) {
        Provider provider = recording.provider().equals("anthropic") ? Provider.ANTHROPIC : Provider.OPENAI;
        ResponseHead head = new ResponseHead(
                recording.request().method(),
                recording.request().path(),
                recording.response().status(),
                recording.response().header("content-type"),
                null);
        ResponseFacts facts;
        try (ResponseReader reader = provider.responseReader(head)) {
            reader.accept(ByteBuffer.wrap(recording.response().body()));
            facts = reader.facts(true);
        }
        String requested = Objects.requireNonNullElse(recording.derivedText("request_model"), "");
        return book.cost(new PricedCall(
                provider.name(), requested, facts.model(), facts.usage().normalized(), NOON));
    }
}
