package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.NoLeaks;
import ai.ongoing.gateway.testkit.RealtimeProvider;
import ai.ongoing.gateway.testkit.WebSocketClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A session of a Realtime API through a whole gateway: the frames pass both ways, and one trace tells what it cost. */
@ExtendWith(NoLeaks.class)
abstract class WebSocketContract {

    private static final String PATH = "/openai/v1/realtime?model=gpt-realtime";
    private static final String CREATED = "{\"type\":\"session.created\",\"session\":{\"model\":\"gpt-realtime\"}}";

    private final FakeUpstream upstream = FakeUpstream.start();
    private final Map<String, String> variables = new HashMap<>();
    private RunningGateway gateway;

    /** Variables for a gateway on an empty database of the backend under test. */
    abstract Map<String, String> variables(FakeUpstream provider);

    abstract void drop();

    @BeforeEach
    void start() {
        variables.putAll(variables(upstream));
        variables.put("ONGOINGAI_SERVER_SHUTDOWN_TIMEOUT", "1s");
        RunningGateway.keepingBodies(variables);
        gateway = RunningGateway.started(variables);
    }

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
        drop();
    }

    private static String done(int input, int output) {
        return "{\"type\":\"response.done\",\n\"response\":{\"status\":\"completed\",\"usage\":{\"input_tokens\":"
                + input
                + ",\"output_tokens\":" + output + ",\"total_tokens\":" + (input + output)
                + ",\"input_token_details\":{\"cached_tokens\":1}}}}";
    }

    @Test
    void carriesASessionBothWaysAndAddsUpWhatItsResponsesCost() throws Exception {
        upstream.answerOnHead(RealtimeProvider.accepting("realtime")
                .says(CREATED)
                .answering("ask once", done(10, 4))
                .answering("ask twice", done(20, 6)));
        WebSocketClient client = WebSocketClient.open(
                gateway.uri(PATH), "realtime", "openai-insecure-api-key.sk-proj-0123456789abcdefghij");

        assertThat(client.protocol()).isEqualTo("realtime");
        assertThat(client.next()).isEqualTo(CREATED);
        client.say("ask once");
        assertThat(client.next()).isEqualTo(done(10, 4));
        client.say("ask twice");
        assertThat(client.next()).isEqualTo(done(20, 6));
        client.close(4001, "enough");
        assertThat(client.closedBy()).isEqualTo("4001 enough");

        JsonNode trace = onlyTrace();
        assertThat(trace.path("completion").asString()).isEqualTo("complete");
        assertThat(trace.path("response_status").asInt()).isEqualTo(101);
        assertThat(trace.path("response_model").asString()).isEqualTo("gpt-realtime");
        assertThat(trace.path("input_tokens").asLong()).isEqualTo(30);
        assertThat(trace.path("output_tokens").asLong()).isEqualTo(10);
        assertThat(trace.path("usage").path("normalized").path("cache_read").asLong())
                .isEqualTo(2);
        assertThat(trace.path("request_body").asString()).isEqualTo("ask once\nask twice\n");
        assertThat(trace.path("response_body").asString())
                .isEqualTo("data: " + CREATED + "\n\ndata: "
                        + done(10, 4).replace('\n', ' ') + "\n\ndata: "
                        + done(20, 6).replace('\n', ' ') + "\n\n");
        assertThat(trace.toString()).doesNotContain("sk-proj-0123456789abcdefghij");
    }

    @Test
    void handsARefusalOnAsItIs() {
        upstream.answerOnHead((request, wire) -> wire.head(
                        "401 Unauthorized", "Content-Type: application/json", "Content-Length: 14", "X-Reason: key")
                .text("{\"error\":\"no\"}"));

        assertThatThrownBy(() -> WebSocketClient.open(gateway.uri(PATH), "realtime"))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> {
                    HttpResponse<?> answer = refused.getResponse();
                    assertThat(answer.statusCode()).isEqualTo(401);
                    assertThat(answer.headers().firstValue("X-Reason")).contains("key");
                });
        JsonNode trace = onlyTrace();
        assertThat(trace.path("completion").asString()).isEqualTo("complete");
        assertThat(trace.path("response_status").asInt()).isEqualTo(401);
        assertThat(trace.path("response_body").asString()).isEqualTo("{\"error\":\"no\"}");
    }

    @Test
    void tellsAClientThatTheProviderBrokeOff() throws Exception {
        upstream.answerOnHead(
                RealtimeProvider.accepting("realtime").says(CREATED).thenResets());
        WebSocketClient client = WebSocketClient.open(gateway.uri(PATH), "realtime");

        assertThat(client.next()).isEqualTo(CREATED);
        client.say("anything");
        assertThat(client.closedBy()).isEqualTo("without goodbye");
        assertThat(onlyTrace().path("completion").asString()).isEqualTo("upstream_error");
    }

    @Test
    void tellsTheProviderThatTheClientIsGone() throws Exception {
        upstream.answerOnHead(RealtimeProvider.accepting("realtime").says(CREATED));
        WebSocketClient client = WebSocketClient.open(gateway.uri(PATH), "realtime");
        assertThat(client.next()).isEqualTo(CREATED);
        client.abort();

        assertThat(upstream.lastReceived().awaitPeerClosed(20)).isTrue();
        assertThat(onlyTrace().path("completion").asString()).isEqualTo("client_disconnected");
    }

    @Test
    void cutsASessionThatIsOpenWhenTheGatewayStops() throws Exception {
        upstream.answerOnHead(RealtimeProvider.accepting("realtime").says(CREATED));
        WebSocketClient client = WebSocketClient.open(gateway.uri(PATH), "realtime");
        assertThat(client.next()).isEqualTo(CREATED);

        gateway.close();

        assertThat(client.closedBy()).isEqualTo("without goodbye");
        gateway = RunningGateway.started(variables);
        assertThat(onlyTrace().path("completion").asString()).isEqualTo("interrupted");
    }

    private JsonNode onlyTrace() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> gateway.json("/api/traces?limit=2").path("items").size() == 1);
        JsonNode items = gateway.json("/api/traces?limit=1").path("items");
        return gateway.trace(items.path(0).path("id").asString());
    }
}
