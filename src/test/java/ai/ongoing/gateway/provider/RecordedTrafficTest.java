package ai.ongoing.gateway.provider;

import static ai.ongoing.gateway.provider.Replay.factsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.ongoing.gateway.testkit.RecordedTraffic;
import ai.ongoing.gateway.testkit.RecordedTraffic.Recording;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Every recorded exchange, in every coding and cut at any byte, yields the numbers the provider stated. */
final class RecordedTrafficTest {

    private static final String BEDROCK = "Bedrock's own API: binary event streams, usage in headers or other names";
    private static final String COHERE = "Cohere's own API: usage.tokens beside usage.billed_units";
    private static final String GEMINI = "Gemini's own API: usageMetadata";
    private static final String OLLAMA = "Ollama's own API: counts beside the message, NDJSON";

    /** Formats not read yet: their exchanges must pass unharmed and without invented numbers. */
    private static final Map<String, String> UNSUPPORTED = Map.ofEntries(
            Map.entry("bedrock-400-model", BEDROCK),
            Map.entry("bedrock-429-throttle", BEDROCK),
            Map.entry("bedrock-converse-cache-write", BEDROCK),
            Map.entry("bedrock-converse-stream-tool", BEDROCK),
            Map.entry("bedrock-invoke-cohere-header-usage", BEDROCK),
            Map.entry("bedrock-invoke-stream-claude", BEDROCK),
            Map.entry("bedrock-invoke-titan-float-tokens", BEDROCK),
            Map.entry("cohere-v2-chat-billed-vs-tokens", COHERE),
            Map.entry("cohere-v2-chatstream", COHERE),
            Map.entry("gemini-400-bad-key", GEMINI),
            Map.entry("gemini-429", GEMINI),
            Map.entry("gemini-count-tokens", GEMINI),
            Map.entry("gemini-generate-cached", GEMINI),
            Map.entry("gemini-generate-maxtokens-empty", GEMINI),
            Map.entry("gemini-generate-thoughts", GEMINI),
            Map.entry("gemini-generate-tooluse-prompt", GEMINI),
            Map.entry("gemini-stream-json-array", GEMINI),
            Map.entry("gemini-stream-thinking", GEMINI),
            Map.entry("ollama-chat-default-stream", OLLAMA),
            Map.entry("ollama-chat-no-prompt-eval-count", OLLAMA));

    @TestFactory
    Stream<DynamicTest> statesWhatTheProviderStated() {
        return supported()
                .map(recording -> dynamicTest(recording.id(), () -> {
                    byte[] body = recording.response().body();
                    String coding = recording.response().header("content-encoding");
                    assertFacts(recording, factsOf(recording, coding, body, Replay.whole()));
                    assertFacts(recording, factsOf(recording, coding, body, Replay.byteByByte()));
                }));
    }

    @TestFactory
    Stream<DynamicTest> statesTheSameWhereverTheBytesAreCut() {
        return supported()
                .map(recording -> dynamicTest(recording.id(), () -> {
                    long seed = new Random().nextLong();
                    for (int round = 0; round < 40; round++) {
                        ResponseFacts facts = factsOf(
                                recording,
                                recording.response().header("content-encoding"),
                                recording.response().body(),
                                Replay.atRandom(new Random(seed + round)));
                        assertFacts("seed " + seed + " round " + round, recording, facts);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> statesTheSameThroughEveryCoding() {
        return supported()
                .filter(recording -> recording.response().header("content-encoding") == null)
                .map(recording -> dynamicTest(recording.id(), () -> {
                    byte[] body = recording.response().body();
                    for (Coding coding : Coding.values()) {
                        long seed = new Random().nextLong();
                        ResponseFacts facts = factsOf(
                                recording, coding.header(), coding.encode(body), Replay.atRandom(new Random(seed)));
                        assertFacts(coding + " seed " + seed, recording, facts);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> findsTheRequestedModelAndWhetherAStreamWasAskedFor() {
        return supported()
                .filter(recording -> recording.request().body().length > 0)
                .map(recording -> dynamicTest(recording.id(), () -> {
                    RequestFacts facts = Replay.requestFactsOf(recording, Replay.byteByByte());
                    assertThat(facts.model()).isEqualTo(recording.derivedText("request_model"));
                    assertThat(Boolean.TRUE.equals(facts.stream()))
                            .isEqualTo(
                                    recording.derived().path("request_stream").asBoolean(false));
                    assertThat(Replay.requestFactsOf(recording, Replay.whole())).isEqualTo(facts);
                }));
    }

    @TestFactory
    Stream<DynamicTest> inventsNothingForFormatsNotReadYet() {
        return RecordedTraffic.all().stream()
                .filter(recording -> UNSUPPORTED.containsKey(recording.id()))
                .map(recording -> dynamicTest(recording.id() + ": " + UNSUPPORTED.get(recording.id()), () -> {
                    ResponseFacts facts =
                            factsOf(recording, null, recording.response().body(), Replay.byteByByte());
                    assertThat(facts.usage()).isEqualTo(TokenUsage.NONE);
                    if (facts.model() != null) {
                        assertThat(facts.model()).isEqualTo(recording.expectedText("model"));
                    }
                }));
    }

    @Test
    void everyRecordingIsEitherReadOrListedWithAReason() {
        assertThat(RecordedTraffic.all().stream().map(Recording::id)).containsAll(UNSUPPORTED.keySet());
        assertThat(supported()).hasSizeGreaterThanOrEqualTo(71);
    }

    private static Stream<Recording> supported() {
        return RecordedTraffic.all().stream().filter(recording -> !UNSUPPORTED.containsKey(recording.id()));
    }

    private static void assertFacts(Recording recording, ResponseFacts facts) {
        assertFacts("", recording, facts);
    }

    private static void assertFacts(String how, Recording recording, ResponseFacts facts) {
        SoftAssertions softly = new SoftAssertions();
        StatedUsage stated = facts.usage().stated();
        softly.assertThat(facts.model()).as(how + " model").isEqualTo(recording.expectedText("model"));
        softly.assertThat(facts.finishReason()).as(how + " finish").isEqualTo(recording.expectedText("finish_reason"));
        softly.assertThat(facts.errorType()).as(how + " error").isEqualTo(recording.expectedText("error_type"));
        softly.assertThat(stated)
                .as(how + " stated")
                .isEqualTo(new StatedUsage(
                        recording.expectedNumber("input_tokens"),
                        recording.expectedNumber("output_tokens"),
                        recording.expectedNumber("total_tokens"),
                        recording.expectedNumber("cached_input_tokens"),
                        recording.expectedNumber("cache_creation_tokens"),
                        recording.expectedNumber("reasoning_tokens")));
        softly.assertThat(facts.usage().kind().name().toLowerCase(Locale.ROOT))
                .as(how + " kind")
                .isEqualTo(recording.derivedText("usage_kind"));
        assertNormalized(softly, recording.derived().path("normalized"), facts.usage());
        softly.assertAll();
    }

    private static void assertNormalized(SoftAssertions softly, JsonNode expected, TokenUsage usage) {
        NormalizedUsage normalized = usage.normalized();
        if (!expected.isObject()) {
            softly.assertThat(normalized).isEqualTo(NormalizedUsage.ZERO);
            return;
        }
        softly.assertThat(normalized.inputUncached()).isEqualTo(number(expected, "input_uncached"));
        softly.assertThat(normalized.cacheRead()).isEqualTo(number(expected, "cache_read"));
        softly.assertThat(normalized.cacheWrite()).isEqualTo(number(expected, "cache_write"));
        softly.assertThat(normalized.output()).isEqualTo(number(expected, "output_total"));
        if (!expected.path("inconsistent").asBoolean(false)) {
            softly.assertThat(normalized.inputTotal()).isEqualTo(number(expected, "input_total"));
        }
    }

    private static long number(JsonNode node, String field) {
        return node.path(field).asLong();
    }
}
