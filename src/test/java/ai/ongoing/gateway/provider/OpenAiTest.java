package ai.ongoing.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What recordings do not show of OpenAI's formats and their kin. */
final class OpenAiTest {

    private static final String USAGE = "\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":5,\"total_tokens\":17}";

    @Test
    void labelsNumbersOfAnUnfinishedBody() {
        String stream = "data: {\"model\":\"m\",\"choices\":[]," + USAGE + "}\n\n";
        assertThat(Said.inChat(stream).usage().source()).isEqualTo(UsageSource.PROVIDER);
        assertThat(Said.cutOff(Provider.OPENAI, "/v1/chat/completions", stream)
                        .usage()
                        .source())
                .isEqualTo(UsageSource.PARTIAL);
        String document = "{\"model\":\"m\"," + USAGE;
        assertThat(Said.inChat(document).usage().source()).isEqualTo(UsageSource.PARTIAL);
        assertThat(Said.inChat(document + "}").usage().source()).isEqualTo(UsageSource.PROVIDER);
    }

    @Test
    void readsTheLastEventWithoutItsBlankLine() {
        ResponseFacts facts = Said.inChat("data: {\"model\":\"m\",\"choices\":[]," + USAGE + "}");
        assertThat(facts.usage().stated().total()).isEqualTo(17);
        assertThat(facts.model()).isEqualTo("m");
    }

    @Test
    void keepsACompleteUsageWhenALaterOneIsCutOff() {
        ResponseFacts facts = Said.cutOff(
                Provider.OPENAI,
                "/v1/chat/completions",
                "data: {" + USAGE + "}\n\ndata: {\"usage\":{\"prompt_tokens\":99,\"compl");
        assertThat(facts.usage().stated().input()).isEqualTo(12);
        assertThat(facts.usage().stated().output()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"usage\":{\"prompt_tokens\":\"12\",\"completion_tokens\":[5],\"total_tokens\":{}}}",
                "{\"usage\":{\"prompt_tokens\":-12,\"completion_tokens\":true,\"total_tokens\":null}}",
                "{\"usage\":{\"prompt_tokens\":1e30,\"completion_tokens\":0.5}}",
                "{\"usage\":[{\"prompt_tokens\":12}]}",
                "{\"usage\":\"prompt_tokens\"}",
                "{\"usage\":12}",
                "{\"usage\":null}",
                "{\"usage\":{}}",
                "{\"usage\":{\"prompt_tokens_details\":{\"cached_tokens\":7}}}",
                "{\"choices\":[{\"usage\":{\"prompt_tokens\":12}}]}",
                "not json at all",
                "",
            })
    void statesNothingForUsageOfTheWrongKind(String body) {
        assertThat(Said.inChat(body).usage()).isEqualTo(TokenUsage.NONE);
    }

    @Test
    void keepsWhatIsUsableBesideTheUnusable() {
        ResponseFacts facts = Said.inChat("{\"usage\":{\"prompt_tokens\":\"12\",\"completion_tokens\":5.0}}");
        assertThat(facts.usage().stated()).isEqualTo(new StatedUsage(null, 5L, null, null, null, null));
        assertThat(facts.usage().normalized().output()).isEqualTo(5);
    }

    @Test
    void letsTheLastOfTwoUsageObjectsInOneDocumentWin() {
        assertThat(Said.inChat("{" + USAGE + ",\"usage\":{\"prompt_tokens\":1}}")
                        .usage()
                        .stated())
                .isEqualTo(new StatedUsage(1L, null, null, null, null, null));
        assertThat(Said.inChat("{" + USAGE + ",\"usage\":null}").usage()).isEqualTo(TokenUsage.NONE);
    }

    @Test
    void findsGroqsUsageBesideANullOne() {
        String groq = "\"x_groq\":{" + USAGE + "}";
        assertThat(Said.inChat("data: {" + groq + ",\"usage\":null}\n\n")
                        .usage()
                        .stated()
                        .total())
                .isEqualTo(17);
        assertThat(Said.inChat("data: {\"usage\":null," + groq + "}\n\n")
                        .usage()
                        .stated()
                        .total())
                .isEqualTo(17);
    }

    @Test
    void takesTheFinishReasonOfTheFirstChoiceWhereverItStands() {
        String choices = """
                data: {"choices":[{"finish_reason":"length","index":1}]}

                data: {"choices":[{"finish_reason":"stop","index":0}]}

                data: {"choices":[{"index":1,"finish_reason":"content_filter"}]}

                """;
        assertThat(Said.inChat(choices).finishReason()).isEqualTo("stop");
        assertThat(Said.inChat("{\"choices\":[{\"finish_reason\":\"eos\"},{\"finish_reason\":\"x\"}]}")
                        .finishReason())
                .isEqualTo("eos");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|{'object':'error','message':'no','type':'invalid_request_message'}|invalid_request_message",
                "422|{'type':'NotFoundError','code':404}|NotFoundError",
                "400|[{'error':{'code':400,'status':'INVALID_ARGUMENT'}}]|INVALID_ARGUMENT",
                "500|{'type':'error','error':{'type':'api_error'}}|api_error",
                "429|{'error':{'code':429}}|",
                "401|{'error':'bad key','code':'x'}|",
                "422|{'error':'too long','error_type':'validation'}|validation",
                "200|{'type':'response.created'}|",
                "200|{'error':{'type':''}}|",
            })
    void findsTheTypeOfAnError(int status, String body, String type) {
        ResponseFacts facts = Said.in(Provider.OPENAI, "POST /v1/chat/completions " + status, body.replace('\'', '"'));
        assertThat(facts.errorType()).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({
        "POST /v1/responses, BILLED",
        "POST /v1/responses/compact, BILLED",
        "POST /v1/responses?x=/cancel, BILLED",
        "GET /v1/responses/resp_1, RESTATED",
        "POST /v1/responses/resp_1/cancel, RESTATED",
        "GET /v1/chat/completions/chatcmpl-1, RESTATED",
        "POST /v1/batches, RESTATED",
        "POST /v1/batches/b/cancel, RESTATED",
        "POST /v1/embeddings, BILLED",
        "POST /v1/threads/t/runs, BILLED",
        "GET /v1/files/f/content, NONE",
    })
    void knowsFromThePathWhatUsageMeans(String exchange, UsageKind kind) {
        ResponseFacts facts = Said.in(Provider.OPENAI, exchange + " 200", "{" + USAGE + "}");
        assertThat(facts.usage().kind()).isEqualTo(kind);
        assertThat(facts.usage().inputTokens()).isEqualTo(kind == UsageKind.BILLED ? 12 : 0);
    }

    @Test
    void takesAnInputCountForAnEstimate() {
        ResponseFacts facts = Said.in(
                Provider.OPENAI,
                "POST /v1/responses/input_tokens 200",
                "{\"object\":\"response.input_tokens\",\"input_tokens\":11}");
        assertThat(facts.usage().stated().input()).isEqualTo(11);
        assertThat(facts.usage().kind()).isEqualTo(UsageKind.ESTIMATE);
        assertThat(facts.usage().normalized()).isEqualTo(NormalizedUsage.ZERO);
        assertThat(Said.inChat("{\"input_tokens\":11}").usage()).isEqualTo(TokenUsage.NONE);
    }

    @Test
    void readsAFailedResponse() {
        ResponseFacts facts = Said.in(
                Provider.OPENAI,
                "POST /v1/responses 200",
                "event: response.failed\ndata: {\"type\":\"response.failed\",\"response\":{\"object\":\"response\","
                        + "\"status\":\"failed\",\"error\":{\"code\":\"server_error\"},\"model\":\"m\",\"usage\":null}}\n\n");
        assertThat(facts.finishReason()).isEqualTo("failed");
        assertThat(facts.model()).isEqualTo("m");
        assertThat(facts.usage()).isEqualTo(TokenUsage.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"audio/mpeg", "image/png", "application/octet-stream", "text/html", "application/x-jsonl"})
    void leavesOtherMediaAlone(String type) {
        ResponseHead head = new ResponseHead("POST", "/v1/audio/speech", 200, type, null);
        byte[] body = ("{" + USAGE + "}").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(Replay.factsOf(Provider.OPENAI.responseReader(head), body, Replay.whole(), true))
                .isEqualTo(ResponseFacts.UNKNOWN);
    }
}
