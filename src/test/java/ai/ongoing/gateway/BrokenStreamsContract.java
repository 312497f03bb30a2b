package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.testkit.Answer;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.RawClient;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * A stream whose client or whose provider goes away after each of its events: exactly one row, which says who left and how
 * far its counts can be trusted. The OpenAI prefix cancels, the Anthropic one drains.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrokenStreamsContract {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int USAGE_AT = 3;

    /** The input is stated at the beginning, the output at {@link #USAGE_AT}. */
    private static final List<String> ANTHROPIC = List.of(
            "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"model\":\"claude-sonnet-4-5\","
                    + "\"usage\":{\"input_tokens\":7,\"output_tokens\":1}}}\n\n",
            "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":{\"text\":\"a\"}}\n\n",
            "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":{\"text\":\"b\"}}\n\n",
            "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},"
                    + "\"usage\":{\"output_tokens\":5}}\n\n",
            "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");

    private static final List<String> OPENAI = List.of(
            "data: {\"model\":\"gpt-4o-2024-08-06\",\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n",
            "data: {\"model\":\"gpt-4o-2024-08-06\",\"choices\":[{\"delta\":{\"content\":\"b\"}}]}\n\n",
            "data: {\"model\":\"gpt-4o-2024-08-06\",\"choices\":[{\"finish_reason\":\"stop\",\"delta\":{}}]}\n\n",
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":5,\"total_tokens\":12}}\n\n",
            "data: [DONE]\n\n");

    private final FakeUpstream upstream = FakeUpstream.start();
    private RunningGateway gateway;
    private Soundness healthy;

    /** Variables of a gateway on a fresh database. */
    abstract Map<String, String> variables(FakeUpstream upstream);

    abstract StoredCalls stored();

    abstract void discardDatabase();

    @BeforeAll
    void start() {
        Map<String, String> variables = variables(upstream);
        variables.put("ONGOINGAI_PROVIDERS_ANTHROPIC_ON_CLIENT_DISCONNECT", "drain");
        gateway = RunningGateway.started(variables);
        healthy = Soundness.here();
    }

    @AfterAll
    void stop() {
        gateway.awaitSettled();
        assertThat(gateway.books().path("declared_lost").asLong()).isZero();
        stored().match(upstream, Set.of());
        healthy.assertUnharmed();
        gateway.close();
        upstream.close();
        discardDatabase();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void stopsTheProviderAndLabelsWhatWasSeenWhenACancellingClientLeaves(int after) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        upstream.answer(
                "POST",
                "/v1/chat/completions",
                Answer.events(OPENAI.toArray(String[]::new)).stallingBefore(after, never));

        JsonNode trace = traceOfALostClient("/openai/v1/chat/completions", OPENAI.subList(0, after));
        never.countDown();

        assertThat(upstream.lastReceived().awaitPeerClosed(20))
                .as("the provider is stopped")
                .isTrue();
        assertThat(trace.path("completion").asString()).isEqualTo("client_disconnected");
        assertThat(trace.path("usage").path("source").asString()).isEqualTo(after > USAGE_AT ? "partial" : "none");
        assertThat(trace.path("total_tokens").asLong()).isEqualTo(after > USAGE_AT ? 12 : 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void learnsTheWholeUsageWhenADrainedClientLeaves(int after) throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        upstream.answer(
                "POST",
                "/v1/messages",
                Answer.events(ANTHROPIC.toArray(String[]::new)).stallingBefore(after, gone));
        RawClient client = ask("/anthropic/v1/messages", ANTHROPIC.subList(0, after));
        client.reset();
        letEveryEventLoopTurn();
        gone.countDown();

        JsonNode trace = latestTrace();
        assertThat(trace.path("completion").asString()).isEqualTo("client_disconnected");
        assertThat(trace.path("usage").path("source").asString()).isEqualTo("provider");
        assertThat(trace.path("input_tokens").asLong()).isEqualTo(7);
        assertThat(trace.path("output_tokens").asLong()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void saysThatTheProviderBrokeOffAndHowFarItsCountsGo(int after) throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        int sent = String.join("", ANTHROPIC.subList(0, after)).length();
        upstream.answer(
                "POST",
                "/v1/messages",
                Answer.events(ANTHROPIC.toArray(String[]::new))
                        .stallingBefore(after, seen)
                        .resettingAt(sent));
        try (RawClient client = ask("/anthropic/v1/messages", ANTHROPIC.subList(0, after))) {
            seen.countDown();
            assertThat(client.readsToEnd()).isTrue();
        }

        JsonNode trace = latestTrace();
        assertThat(trace.path("completion").asString()).isEqualTo("upstream_error");
        assertThat(trace.path("usage").path("source").asString()).isEqualTo(after > 0 ? "partial" : "none");
        assertThat(trace.path("input_tokens").asLong()).isEqualTo(after > 0 ? 7 : 0);
        assertThat(trace.path("output_tokens").asLong()).isEqualTo(after > USAGE_AT ? 5 : after > 0 ? 1 : 0);
    }

    @Test
    void leavesAnExplicitZeroAZero() {
        upstream.answer(
                "POST",
                "/v1/chat/completions",
                Answer.json(
                        "200 OK",
                        "{\"model\":\"gpt-4o-2024-08-06\",\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0,"
                                + "\"total_tokens\":0}}"));
        HttpRequest asked = HttpRequest.newBuilder(gateway.uri("/openai/v1/chat/completions"))
                .header("Content-Type", "application/json")
                .header("X-Request-ID", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"gpt-4o\",\"prompt\":\"not empty at all\"}"))
                .build();
        gateway.send(asked, HttpResponse.BodyHandlers.ofString());

        JsonNode usage = latestTrace().path("usage");
        assertThat(usage.path("source").asString()).isEqualTo("provider");
        assertThat(usage.path("stated").path("input_tokens").asLong(-1)).isZero();
        assertThat(usage.path("stated").path("output_tokens").asLong(-1)).isZero();
    }

    private JsonNode traceOfALostClient(String path, List<String> seen) throws IOException {
        ask(path, seen).reset();
        return latestTrace();
    }

    /**
     * New connections go to the event loops in turn, and a loop that has answered one has seen every reset that arrived
     * before it.
     */
    private void letEveryEventLoopTurn() throws IOException {
        for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors() + 16; i++) {
            try (RawClient other = RawClient.connect(gateway.uri("/").getPort())) {
                other.head("GET /livez HTTP/1.1", "Host: x").readHead();
            }
        }
    }

    /** A client that has read these events of its answer. */
    private RawClient ask(String path, List<String> seen) throws IOException {
        int before = upstream.received().size();
        RawClient client = RawClient.connect(gateway.uri("/").getPort());
        client.head(
                        "POST " + path + " HTTP/1.1",
                        "Host: x",
                        "X-Request-ID: " + UUID.randomUUID(),
                        "Content-Type: application/json",
                        "Content-Length: 2")
                .send("{}");
        if (seen.isEmpty()) {
            await().atMost(PATIENCE).until(() -> upstream.received().size() > before);
        } else {
            client.readHead();
            int framed = seen.stream()
                    .mapToInt(event -> Integer.toHexString(event.length()).length() + 4 + event.length())
                    .sum();
            client.readRaw(framed);
        }
        return client;
    }

    /** The one row that all calls but the latest do not have. */
    private JsonNode latestTrace() {
        int calls = upstream.received().size();
        await().atMost(PATIENCE).until(() -> stored().rows().size() == calls);
        JsonNode items = gateway.json("/api/traces?limit=1").path("items");
        return gateway.trace(items.path(0).path("id").asString());
    }
}
