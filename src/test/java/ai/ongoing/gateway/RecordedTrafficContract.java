package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.NoLeaks;
import ai.ongoing.gateway.testkit.RecordedTraffic;
import ai.ongoing.gateway.testkit.RecordedTraffic.Recording;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * Every recorded OpenAI-shaped and Anthropic exchange through a whole gateway: the client gets the provider's bytes, and
 * the trace read back over the API has the provider's numbers.
 */
@ExtendWith(NoLeaks.class)
abstract class RecordedTrafficContract {

    private final FakeUpstream upstream = FakeUpstream.start();
    private RunningGateway gateway;

    /** Variables for a gateway on the backend under test. */
    abstract Map<String, String> variables(FakeUpstream provider);

    @BeforeEach
    void start() {
        Map<String, String> variables = new HashMap<>(variables(upstream));
        variables.put("ONGOINGAI_CAPTURE_BODIES", "true");
        variables.put("ONGOINGAI_PII_MODE", "off");
        gateway = RunningGateway.started(variables);
    }

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    @TestFactory
    Stream<DynamicTest> passesUnharmedAndIsFoundAgainNumberForNumber() {
        return RecordedTraffic.all().stream()
                .filter(ReplayedTraffic::isOurs)
                .map(recording -> dynamicTest(recording.id(), () -> replay(recording)));
    }

    private void replay(Recording recording) {
        long seed = new Random().nextLong();
        upstream.answer(ReplayedTraffic.answer(recording, new Random(seed)));
        URI target = gateway.uri(
                ReplayedTraffic.prefix(recording) + recording.request().path());
        HttpResponse<byte[]> answer =
                gateway.send(ReplayedTraffic.request(recording, target), HttpResponse.BodyHandlers.ofByteArray());

        assertThat(answer.statusCode()).isEqualTo(recording.response().status());
        assertThat(answer.body())
                .as("bytes, seed " + seed)
                .isEqualTo(recording.response().body());
        assertThat(upstream.lastReceived().body()).isEqualTo(recording.request().body());
        String id = answer.headers().firstValue("X-OngoingAI-Trace-ID").orElseThrow();
        await().pollInterval(Duration.ofMillis(5)).until(() -> gateway.trace(id).has("id"));
        assertTrace(recording, gateway.trace(id), seed);
    }

    private static void assertTrace(Recording recording, JsonNode trace, long seed) {
        SoftAssertions softly = new SoftAssertions();
        softly.assertThat(trace.path("completion").asString()).isEqualTo("complete");
        softly.assertThat(trace.path("response_status").asInt())
                .isEqualTo(recording.response().status());
        softly.assertThat(text(trace, "response_model")).as("model").isEqualTo(recording.expectedText("model"));
        softly.assertThat(text(trace, "finish_reason")).isEqualTo(recording.expectedText("finish_reason"));
        softly.assertThat(text(trace, "error_type")).isEqualTo(recording.expectedText("error_type"));
        softly.assertThat(text(trace.path("usage"), "kind")).isEqualTo(recording.derivedText("usage_kind"));
        JsonNode stated = trace.path("usage").path("stated");
        for (Map.Entry<String, String> field : STATED.entrySet()) {
            softly.assertThat(number(stated, field.getKey()))
                    .as("stated " + field.getKey() + ", seed " + seed)
                    .isEqualTo(recording.expectedNumber(field.getValue()));
        }
        assertNormalized(
                softly,
                recording.derived().path("normalized"),
                trace.path("usage").path("normalized"));
        if (recording.response().header("content-encoding") == null) {
            softly.assertThat(trace.path("response_body").asString(""))
                    .isEqualTo(new String(recording.response().body(), StandardCharsets.UTF_8));
        }
        softly.assertAll();
    }

    /** Our names of the provider's numbers, and the recordings'. */
    private static final Map<String, String> STATED = Map.of(
            "input_tokens", "input_tokens",
            "output_tokens", "output_tokens",
            "total_tokens", "total_tokens",
            "cache_read_tokens", "cached_input_tokens",
            "cache_write_tokens", "cache_creation_tokens",
            "reasoning_tokens", "reasoning_tokens");

    private static void assertNormalized(SoftAssertions softly, JsonNode expected, JsonNode stored) {
        for (String name : new String[] {"input_uncached", "cache_read", "cache_write", "output_total"}) {
            softly.assertThat(stored.path(name).asLong(-1))
                    .as("normalized " + name)
                    .isEqualTo(expected.path(name).asLong(0));
        }
    }

    private static @Nullable String text(JsonNode node, String field) {
        return node.path(field).isString() ? node.path(field).asString() : null;
    }

    private static @Nullable Long number(JsonNode node, String field) {
        return node.path(field).isNumber() ? node.path(field).asLong() : null;
    }
}
