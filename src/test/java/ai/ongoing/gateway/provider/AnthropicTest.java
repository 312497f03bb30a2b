package ai.ongoing.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What recordings do not show of Anthropic's formats. */
final class AnthropicTest {

    private static final String START = event("message_start", """
            "message":{"type":"message","model":"claude-x","stop_reason":null,"usage":{"input_tokens":10,\
            "cache_creation_input_tokens":30,"cache_read_input_tokens":5,\
            "cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":20},"output_tokens":1}}""");
    private static final String DELTA =
            event("message_delta", "\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":40}");
    private static final String STOP = event("message_stop", "\"x\":1");

    @Test
    void overlaysTheStartWithWhatTheDeltaStates() {
        ResponseFacts facts = Said.inMessage(START + DELTA + STOP);
        assertThat(facts.model()).isEqualTo("claude-x");
        assertThat(facts.finishReason()).isEqualTo("end_turn");
        assertThat(facts.usage())
                .isEqualTo(new TokenUsage(
                        new StatedUsage(10L, 40L, null, 5L, 30L, null),
                        new NormalizedUsage(10, 5, 10, 20, 40),
                        UsageSource.PROVIDER,
                        UsageKind.BILLED));
    }

    @Test
    void ignoresNullsOfTheDelta() {
        String delta = event("message_delta", "\"usage\":{\"input_tokens\":null,\"output_tokens\":40}");
        assertThat(Said.inMessage(START + delta).usage().stated().input()).isEqualTo(10);
    }

    @Test
    void callsNumbersPartialUntilTheProviderHasGivenTheFinalOnes() {
        assertThat(Said.inMessage(START).usage().source()).isEqualTo(UsageSource.PARTIAL);
        assertThat(Said.inMessage(START + DELTA).usage().source()).isEqualTo(UsageSource.PROVIDER);
        assertThat(Said.cutOff(Provider.ANTHROPIC, "/v1/messages", START + DELTA)
                        .usage()
                        .source())
                .isEqualTo(UsageSource.PARTIAL);
    }

    @Test
    void addsUpTheIterationsOfTheResponsesOwnModel() {
        ResponseFacts facts = Said.inMessage("""
                {"type":"message","usage":{"input_tokens":1,"output_tokens":2,"iterations":[
                  {"type":"message","input_tokens":10,"output_tokens":20},
                  {"type":"advisor_message","model":"other","input_tokens":1000,"output_tokens":2000},
                  {"type":"message","model":"claude-x","input_tokens":100,"output_tokens":200,
                   "cache_creation":{"ephemeral_1h_input_tokens":7}}]},
                 "model":"claude-x"}""");
        assertThat(facts.usage().normalized()).isEqualTo(new NormalizedUsage(110, 0, 0, 7, 220));
        assertThat(facts.usage().stated()).isEqualTo(new StatedUsage(1L, 2L, null, null, null, null));
    }

    @Test
    void takesTheIterationsOfTheLastEventThatHasThem() {
        String delta = event(
                "message_delta",
                "\"usage\":{\"output_tokens\":9,\"cache_creation_input_tokens\":0,\"iterations\":["
                        + "{\"input_tokens\":3,\"output_tokens\":4},{\"input_tokens\":5,\"output_tokens\":6}]}");
        assertThat(Said.inMessage(START + delta + delta).usage().normalized())
                .isEqualTo(new NormalizedUsage(8, 0, 0, 0, 10));
    }

    @Test
    void countsWritesOfUnstatedLifetimeAsShort() {
        ResponseFacts facts = Said.inMessage(
                "{\"type\":\"message\",\"usage\":{\"input_tokens\":1,\"cache_creation_input_tokens\":9}}");
        assertThat(facts.usage().normalized()).isEqualTo(new NormalizedUsage(1, 0, 9, 0, 0));
    }

    @Test
    void readsItsFormatsBehindTheOpenAiRouteAndTheOtherWayRound() {
        assertThat(Said.in(Provider.OPENAI, "POST /api/v1/messages 200", START + DELTA))
                .isEqualTo(Said.inMessage(START + DELTA));
        assertThat(Said.in(
                                Provider.ANTHROPIC,
                                "POST /v1/chat/completions 200",
                                "{\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}")
                        .usage()
                        .stated())
                .isEqualTo(new StatedUsage(3L, 4L, null, null, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/anthropic/v1/messages",
                "/v1/projects/p/locations/l/publishers/anthropic/models/claude-x:streamRawPredict",
                "/model/eu.anthropic.claude-x/invoke",
            })
    void readsItsFormatsWhereOtherCloudsServeThem(String path) {
        assertThat(Said.in(Provider.OPENAI, "POST " + path + " 200", START + DELTA))
                .isEqualTo(Said.inMessage(START + DELTA));
    }

    @Test
    void readsItsOldCompletions() {
        ResponseFacts facts = Said.in(
                Provider.ANTHROPIC,
                "POST /v1/complete 200",
                "{\"type\":\"completion\",\"model\":\"claude-2\",\"stop_reason\":\"stop_sequence\"}");
        assertThat(facts).isEqualTo(new ResponseFacts("claude-2", TokenUsage.NONE, "stop_sequence", null));
    }

    @Test
    void readsAPlainDocumentUnderAStreamsContentType() {
        ResponseHead head = new ResponseHead("POST", "/v1/messages", 529, "text/event-stream", null);
        byte[] body = "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}"
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(Replay.factsOf(Provider.ANTHROPIC.responseReader(head), body, Replay.byteByByte(), true)
                        .errorType())
                .isEqualTo("overloaded_error");
    }

    private static String event(String type, String fields) {
        return "event: " + type + "\r\ndata: {\"type\":\"" + type + "\"," + fields + "}\r\n\r\n";
    }
}
