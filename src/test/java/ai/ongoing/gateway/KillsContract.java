package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.testkit.Answer;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.RawClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A gateway that is killed again and again under load, and started again. */
abstract class KillsContract {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Bodies that may be on their way into the journal at a kill: answers do not wait for them. */
    private static final int PER_KILL = 64;

    private final FakeUpstream upstream = FakeUpstream.start();

    @TempDir
    private Path directory;

    /** Variables of a gateway on a fresh database. */
    abstract Map<String, String> variables(FakeUpstream upstream);

    abstract StoredCalls stored();

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void losesNoCallToAKillAndNoneToTheNext() throws Exception {
        losesNothing(2, 150, uri -> CallLoad.on(uri, 4, Duration.ofMillis(5)));
    }

    /** 120,000 calls, one a millisecond whether or not a gateway is there to take it; a kill after each 5,000. */
    @Test
    @Tag("long")
    @Tag("measured")
    void losesNoCallToTwoMinutesOfKillsAtAThousandCallsASecond() throws Exception {
        GatewayProcess.prepareManyStarts();
        losesNothing(24, 5_000, uri -> CallLoad.atRate(uri, 1_000));
    }

    @Test
    void tellsOfAStreamCutByAKillWhatWasKnown() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        upstream.answer(
                Answer.events("data: {\"choices\":[]}\n\n", "data: [DONE]\n\n").stallingBefore(1, never));
        Map<String, String> variables = variables();
        GatewayProcess gateway = GatewayProcess.start(variables, directory).ready();
        String asked = "{\"model\":\"gpt-4o\",\"stream\":true}";
        try (RawClient client = RawClient.connect(gateway.uri().getPort())) {
            client.head(
                            "POST /openai/v1/chat/completions HTTP/1.1",
                            "Host: x",
                            "Content-Type: application/json",
                            "Content-Length: " + asked.length())
                    .send(asked);
            client.readHead();
            gateway.kill();
        }
        gateway.close();
        try (GatewayProcess next = GatewayProcess.start(variables, directory).ready()) {
            next.settledBooks();
            JsonNode trace = next.get("/api/traces?limit=1").path("items").path(0);
            assertThat(trace.path("completion").asString()).isEqualTo("interrupted");
            assertThat(trace.path("response_status").asInt()).isEqualTo(200);
            assertThat(trace.path("model").asString()).isEqualTo("gpt-4o");
            JsonNode whole = next.get("/api/traces/" + trace.path("id").asString());
            assertThat(whole.path("response_headers").toString()).contains("text/event-stream");
            assertThat(whole.path("usage").path("source").asString()).isEqualTo("none");
        }
        never.countDown();
    }

    /** Anthropic states what a prompt costs with the first event of its answer. */
    @Test
    void keepsTheCountsThatHadPassedOfAStreamCutByAKill() throws Exception {
        CountDownLatch killed = new CountDownLatch(1);
        upstream.answer((request, wire) -> {
            wire.head("200 OK", "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
            wire.chunk("""
                    event: message_start
                    data: {"type":"message_start","message":{"model":"claude-x","usage":{"input_tokens":321,"output_tokens":1}}}

                    """);
            while (!killed.await(50, TimeUnit.MILLISECONDS)) {
                wire.chunk("event: ping\ndata: {\"type\":\"ping\"}\n\n");
            }
        });
        Map<String, String> variables = variables();
        GatewayProcess gateway = GatewayProcess.start(variables, directory).ready();
        String asked = "{\"model\":\"claude-x\",\"stream\":true}";
        try (RawClient client = RawClient.connect(gateway.uri().getPort())) {
            client.head(
                            "POST /anthropic/v1/messages HTTP/1.1",
                            "Host: x",
                            "Content-Type: application/json",
                            "Content-Length: " + asked.length())
                    .send(asked);
            client.readHead();
            long noted = System.nanoTime() + Duration.ofSeconds(3).toNanos();
            while (System.nanoTime() - noted < 0) {
                assertThat(client.readRaw(20)).hasSize(20);
            }
            gateway.kill();
        }
        killed.countDown();
        gateway.close();
        try (GatewayProcess next = GatewayProcess.start(variables, directory).ready()) {
            next.settledBooks();
            JsonNode trace = next.get("/api/traces?limit=1").path("items").path(0);
            assertThat(trace.path("completion").asString()).isEqualTo("interrupted");
            assertThat(trace.path("latency_ms").asLong()).isBetween(2_000L, 60_000L);
            assertThat(trace.path("time_to_first_token_us").asLong()).isPositive();
            JsonNode usage =
                    next.get("/api/traces/" + trace.path("id").asString()).path("usage");
            assertThat(usage.path("source").asString()).isEqualTo("partial");
            assertThat(trace.path("input_tokens").asInt()).isEqualTo(321);
            assertThat(trace.path("output_tokens").asInt()).isEqualTo(1);
        }
    }

    private Map<String, String> variables() {
        Map<String, String> variables = variables(upstream);
        variables.put(
                "ONGOINGAI_TRACING_JOURNAL_PATH", directory.resolve("journal").toString());
        return RunningGateway.keepingBodies(variables);
    }

    /** Rounds of load, each ended by SIGKILL after so many more calls. */
    private void losesNothing(int kills, int calls, Function<URI, CallLoad> start) throws IOException {
        Map<String, String> variables = variables();
        Path journal = directory.resolve("journal");
        CallLoad.answeredBy(upstream);
        GatewayProcess gateway = GatewayProcess.start(variables, directory).ready();
        Soundness fresh = Soundness.of(gateway.pid());
        CallLoad load = start.apply(gateway.uri());
        for (int kill = 1; kill <= kills; kill++) {
            long goal = load.made() + calls;
            int answers = load.count() + 1;
            await().atMost(PATIENCE).until(() -> load.made() >= goal && load.count() >= answers);
            gateway.kill();
            gateway.close();
            gateway = GatewayProcess.start(variables, directory).ready();
        }
        load.close();

        JsonNode books = gateway.settledBooks();
        assertThat(books.path("declared_lost").asLong()).isZero();
        assertThat(books.path("set_aside").asLong()).isZero();
        assertThat(books.path("accepted").asLong())
                .isEqualTo(books.path("stored").asLong());
        fresh.in(gateway.pid()).assertUnharmed();
        assertThat(gateway.terminate()).as(gateway.log()).isZero();
        gateway.close();
        assertThat(segments(journal)).as("a clean stop leaves no segment").isEmpty();
        StoredCalls stored = stored();
        stored.match(upstream, load.served());
        stored.haveBodies(load.served(), kills * PER_KILL);
        assertThat(stored.rows()).hasSize((int) books.path("stored").asLong());
    }

    private static List<Path> segments(Path journal) throws IOException {
        try (Stream<Path> files = Files.list(journal)) {
            return files.filter(file -> file.toString().endsWith(".segment")).toList();
        }
    }
}
