package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.RecordedTraffic;
import ai.ongoing.gateway.testkit.RecordedTraffic.Recording;
import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The vendors' own Java clients through a whole gateway, over real HTTP, with a provider that replays recordings: the
 * client understands every answer, and its call is found again with the provider's numbers.
 */
abstract class OfficialClientsContract {

    private static final String REQUEST_ID = "X-Request-ID";
    private static final Duration PROMPTLY = Duration.ofSeconds(5);

    private final FakeUpstream upstream = FakeUpstream.start();
    private final String id = UUID.randomUUID().toString();
    private RunningGateway gateway;

    /** Variables for a gateway on the backend under test. */
    abstract Map<String, String> variables(FakeUpstream provider);

    @BeforeEach
    void start() {
        gateway = RunningGateway.started(variables(upstream));
    }

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    @Test
    void openAiChat() {
        Recording recording = replayed("openai-chat-cached-prompt");
        ChatCompletion answer = openAi().chat().completions().create(chat());
        assertThat(answer.choices().getFirst().message().content()).isPresent();
        assertThat(answer.usage().orElseThrow().promptTokens()).isEqualTo(recording.expectedNumber("input_tokens"));
        assertStored(recording);
    }

    @Test
    void openAiChatStream() {
        Recording recording = replayed("openai-chatstream-include-usage");
        try (StreamResponse<ChatCompletionChunk> answer =
                openAi().chat().completions().createStreaming(chat())) {
            List<ChatCompletionChunk> chunks = answer.stream().toList();
            assertThat(chunks.getLast().usage().orElseThrow().totalTokens())
                    .isEqualTo(recording.expectedNumber("total_tokens"));
        }
        assertStored(recording);
    }

    @Test
    void openAiTools() {
        Recording recording = replayed("openai-chat-parallel-tools");
        ChatCompletion answer = openAi().chat().completions().create(chat());
        assertThat(answer.choices().getFirst().message().toolCalls().orElseThrow())
                .hasSizeGreaterThan(1);
        assertStored(recording);
    }

    @Test
    void openAiToolsStreamed() {
        Recording recording = replayed("openai-chatstream-tools-usage");
        try (StreamResponse<ChatCompletionChunk> answer =
                openAi().chat().completions().createStreaming(chat())) {
            assertThat(answer.stream()
                            .flatMap(chunk -> chunk.choices().stream())
                            .filter(choice -> choice.delta().toolCalls().isPresent()))
                    .isNotEmpty();
        }
        assertStored(recording);
    }

    @Test
    void openAiResponses() {
        Recording recording = replayed("openai-responses-basic");
        Response answer = openAi().responses().create(response());
        assertThat(answer.usage().orElseThrow().outputTokens()).isEqualTo(recording.expectedNumber("output_tokens"));
        assertStored(recording);
    }

    @Test
    void openAiResponsesStream() {
        Recording recording = replayed("openai-responses-stream");
        try (StreamResponse<ResponseStreamEvent> answer = openAi().responses().createStreaming(response())) {
            assertThat(answer.stream().filter(ResponseStreamEvent::isCompleted)).hasSize(1);
        }
        assertStored(recording);
    }

    @Test
    void openAiEmbeddings() {
        Recording recording = replayed("openai-embeddings-base64");
        var answer = openAi().embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model("text-embedding-3-small")
                        .input("hello")
                        .putAdditionalHeader(REQUEST_ID, id)
                        .build());
        assertThat(answer.usage().promptTokens()).isEqualTo(recording.expectedNumber("input_tokens"));
        assertStored(recording);
    }

    @Test
    void openAiErrors() {
        Recording tooMany = replayed("openai-chat-429-tpm");
        assertThatThrownBy(() -> openAi().chat().completions().create(chat())).isInstanceOf(RateLimitException.class);
        assertStored(tooMany);
        replayed("openai-chat-404-model");
        assertThatThrownBy(() -> openAi().chat().completions().create(chat())).isInstanceOf(NotFoundException.class);
    }

    @Test
    void openAiCancelledInMidStream() throws Exception {
        upstream.answer((request, wire) -> {
            wire.head("200 OK", "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
            wire.chunk("data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,"
                    + "\"model\":\"gpt-4o-2024-08-06\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n");
            wire.awaitPeerClose();
        });
        try (StreamResponse<ChatCompletionChunk> answer =
                openAi().chat().completions().createStreaming(chat())) {
            assertThat(answer.stream().iterator().next().model()).isEqualTo("gpt-4o-2024-08-06");
        }
        assertThat(upstream.lastReceived().awaitPeerClosed(PROMPTLY.toSeconds()))
                .as("the provider hears of it while it is silent")
                .isTrue();
        JsonNode trace = stored();
        assertThat(trace.path("completion").asString()).isEqualTo("client_disconnected");
        assertThat(trace.path("response_model").asString()).isEqualTo("gpt-4o-2024-08-06");
    }

    @Test
    void anthropicMessages() {
        Recording recording = replayed("anthropic-messages-cache-write");
        Message answer = anthropic().messages().create(message());
        assertThat(answer.usage().cacheCreationInputTokens())
                .hasValue(recording.expectedNumber("cache_creation_tokens"));
        assertStored(recording);
    }

    @Test
    void anthropicStream() {
        Recording recording = replayed("anthropic-stream-basic");
        try (var answer = anthropic().messages().createStreaming(message())) {
            assertThat(answer.stream().filter(RawMessageStreamEvent::isMessageStop))
                    .hasSize(1);
        }
        assertStored(recording);
    }

    @Test
    void anthropicToolsStreamed() {
        Recording recording = replayed("anthropic-stream-tool-use");
        try (var answer = anthropic().messages().createStreaming(message())) {
            assertThat(answer.stream().filter(RawMessageStreamEvent::isContentBlockStart))
                    .isNotEmpty();
        }
        assertStored(recording);
    }

    @Test
    void anthropicErrors() {
        Recording recording = replayed("anthropic-529");
        assertThatThrownBy(() -> anthropic().messages().create(message()))
                .isInstanceOfSatisfying(
                        AnthropicServiceException.class,
                        error -> assertThat(error.statusCode()).isEqualTo(529));
        assertStored(recording);
    }

    @Test
    void anthropicCancelledInMidStream() throws Exception {
        upstream.answer((request, wire) -> {
            wire.head("200 OK", "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
            wire.chunk("event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\","
                    + "\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-x\",\"content\":[],"
                    + "\"stop_reason\":null,\"stop_sequence\":null,"
                    + "\"usage\":{\"input_tokens\":9,\"output_tokens\":1}}}\n\n");
            wire.awaitPeerClose();
        });
        try (var answer = anthropic().messages().createStreaming(message())) {
            assertThat(answer.stream().iterator().next().isMessageStart()).isTrue();
        }
        assertThat(upstream.lastReceived().awaitPeerClosed(PROMPTLY.toSeconds()))
                .isTrue();
        JsonNode trace = stored();
        assertThat(trace.path("completion").asString()).isEqualTo("client_disconnected");
        assertThat(trace.path("usage").path("source").asString()).isEqualTo("partial");
        assertThat(trace.path("input_tokens").asInt()).isEqualTo(9);
    }

    private OpenAIClient openAi() {
        return OpenAIOkHttpClient.builder()
                .baseUrl(gateway.uri("/openai/v1").toString())
                .apiKey("sk-proj-0123456789abcdefghij")
                .maxRetries(0)
                .build();
    }

    private AnthropicClient anthropic() {
        return AnthropicOkHttpClient.builder()
                .baseUrl(gateway.uri("/anthropic").toString())
                .apiKey("sk-ant-0123456789abcdefghij")
                .maxRetries(0)
                .build();
    }

    private ChatCompletionCreateParams chat() {
        return ChatCompletionCreateParams.builder()
                .model("gpt-4o")
                .addUserMessage("hello")
                .putAdditionalHeader(REQUEST_ID, id)
                .build();
    }

    private ResponseCreateParams response() {
        return ResponseCreateParams.builder()
                .model("gpt-4o")
                .input("hello")
                .putAdditionalHeader(REQUEST_ID, id)
                .build();
    }

    private MessageCreateParams message() {
        return MessageCreateParams.builder()
                .model("claude-haiku-4-5")
                .maxTokens(100)
                .addUserMessage("hello")
                .putAdditionalHeader(REQUEST_ID, id)
                .build();
    }

    private Recording replayed(String name) {
        Recording recording = RecordedTraffic.named(name);
        upstream.answer(ReplayedTraffic.answer(recording, new Random()));
        return recording;
    }

    private void assertStored(Recording recording) {
        JsonNode trace = stored();
        JsonNode stated = trace.path("usage").path("stated");
        assertThat(trace.path("response_status").asInt())
                .isEqualTo(recording.response().status());
        assertThat(number(stated, "input_tokens")).isEqualTo(recording.expectedNumber("input_tokens"));
        assertThat(number(stated, "output_tokens")).isEqualTo(recording.expectedNumber("output_tokens"));
        assertThat(number(stated, "cache_read_tokens")).isEqualTo(recording.expectedNumber("cached_input_tokens"));
        assertThat(trace.path("error_type").asString(null)).isEqualTo(recording.expectedText("error_type"));
        assertThat(trace.path("completion").asString()).isEqualTo("complete");
    }

    private static @Nullable Long number(JsonNode node, String field) {
        return node.path(field).isNumber() ? node.path(field).asLong() : null;
    }

    /** The call's trace, found by the request id that the client sent. */
    private JsonNode stored() {
        await().pollInterval(Duration.ofMillis(10)).until(() -> !items().isEmpty());
        return gateway.trace(items().get(0).path("id").asString());
    }

    private JsonNode items() {
        return JsonMapper.shared()
                .readTree(gateway.get("/api/traces?correlation_id=" + id).body())
                .path("items");
    }
}
