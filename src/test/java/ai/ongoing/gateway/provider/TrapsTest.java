package ai.ongoing.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.testkit.RecordedTraffic;
import ai.ongoing.gateway.testkit.RecordedTraffic.Recording;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The places where usage readers are known to go wrong, each with the numbers worked out by hand from the recording. */
final class TrapsTest {

    @ParameterizedTest
    @CsvSource({
        // cached and written tokens inside the prompt (OpenAI)
        "openai-chat-cached-prompt, 89, 1408, 0, 0, 1037",
        "openai-chat-gpt56-cache-write, 8, 0, 4012, 0, 4",
        // outside the input (Anthropic)
        "anthropic-messages-cache-read, 10, 7351, 0, 0, 4",
        "anthropic-messages-cache-write, 10, 0, 7351, 0, 4",
        "anthropic-messages-cache-write-1h, 17, 0, 0, 2056, 100",
        // reasoning outside the completion: 34 + 256
        "xai-chat-reasoning-outside, 28, 3, 0, 0, 290",
        // a total larger than its parts is nobody's tokens
        "gemini-openai-compat-hidden-thoughts, 35, 0, 0, 0, 12",
        "mistral-transcription-audio-outside, 3, 0, 0, 0, 11",
        // more cached than prompted: never below zero
        "mistral-chat-cached-exceeds-prompt, 0, 64, 0, 0, 1468",
        "azure-grok-cached-exceeds-prompt, 0, 161, 0, 0, 213",
        "openrouter-chatstream-error-in-usage-chunk, 43, 0, 0, 0, 10",
        // iterations: 100 + 229, 55096, 131 + 5
        "anthropic-messages-compaction-iterations, 329, 0, 55096, 0, 136",
        // the later number counts; the only number counts
        "anthropic-stream-web-search, 9447, 0, 0, 0, 114",
        "anthropic-stream-cache-write, 4, 0, 1167, 0, 289",
        // extra chunk, not last, in x_groq, in every chunk, after comments
        "openai-chatstream-include-usage, 12, 0, 0, 0, 5",
        "openai-chatstream-usage-not-last, 13, 0, 0, 0, 11",
        "groq-chatstream-xgroq, 12, 0, 0, 0, 24",
        "perplexity-chatstream-usage-every-chunk, 8, 0, 0, 0, 5",
        "openrouter-chatstream-comments, 633, 0, 0, 0, 75",
        // gzip on the wire
        "openai-chat-gzip-wire, 23, 0, 0, 0, 7",
    })
    void countsWhatIsPaidFor(String id, long uncached, long read, long shortLived, long longLived, long output) {
        TokenUsage usage = facts(id).usage();
        assertThat(usage.normalized()).isEqualTo(new NormalizedUsage(uncached, read, shortLived, longLived, output));
        assertThat(usage.source()).isEqualTo(UsageSource.PROVIDER);
        assertThat(usage.kind()).isEqualTo(UsageKind.BILLED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"openai-responses-stream-incomplete-zero-usage", "openai-chatstream-server-error-midstream"})
    void keepsStatedZeroesApartFromSilence(String id) {
        StatedUsage stated = facts(id).usage().stated();
        assertThat(stated.input()).isZero();
        assertThat(stated.output()).isZero();
        assertThat(stated.total()).isZero();
        assertThat(stated.cacheWrite()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openai-chatstream-no-usage",
                "azure-chatstream-empty-first-choice",
                "openai-transcription-whisper-duration",
                "openai-responses-background-queued",
                "anthropic-batch-results",
                "groq-chatstream-error-event",
                "anthropic-sse-error-first",
            })
    void statesNoUsageWhereNoneIsStated(String id) {
        assertThat(facts(id).usage()).isEqualTo(TokenUsage.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "openai-responses-background-retrieve, RESTATED",
        "openai-batch-retrieve-usage, RESTATED",
        "anthropic-count-tokens, ESTIMATE",
    })
    void addsNothingUpThatIsNotThisCallsBill(String id, UsageKind kind) {
        TokenUsage usage = facts(id).usage();
        assertThat(usage.kind()).isEqualTo(kind);
        assertThat(usage.stated().input()).isPositive();
        assertThat(usage.totalTokens()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic-sse-error-first, overloaded_error",
        "anthropic-sse-error-midstream, overloaded_error",
        "groq-chatstream-error-event, invalid_request_error",
        "openai-chatstream-server-error-midstream, server_error",
        "openai-chat-429-tpm, tokens",
        "openrouter-200-error-body,",
        "openrouter-429,",
    })
    void namesTheErrorWhateverTheStatus(String id, @Nullable String type) {
        assertThat(facts(id).errorType()).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({
        "together-chat-eos, eos",
        "openai-chat-refusal, stop",
        "openai-responses-stream-incomplete-zero-usage, incomplete",
        "anthropic-stream-tool-use, tool_use",
    })
    void keepsTheProvidersOwnWordForTheEnd(String id, String finishReason) {
        assertThat(facts(id).finishReason()).isEqualTo(finishReason);
    }

    /** An error ended the stream before the final numbers came: what message_start said is all there is. */
    @ParameterizedTest
    @ValueSource(strings = "anthropic-sse-error-midstream")
    void callsNumbersPartialWhenAnErrorEndedTheStream(String id) {
        assertThat(facts(id).usage().source()).isEqualTo(UsageSource.PARTIAL);
        assertThat(facts(id).usage().stated().output()).isEqualTo(1);
    }

    private static ResponseFacts facts(String id) {
        Recording recording = RecordedTraffic.named(id);
        String coding = recording.response().header("content-encoding");
        return Replay.factsOf(recording, coding, recording.response().body(), Replay.whole());
    }
}
