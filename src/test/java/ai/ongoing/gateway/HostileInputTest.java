package ai.ongoing.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.Answer;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.NoLeaks;
import ai.ongoing.gateway.testkit.RawClient;
import ai.ongoing.gateway.testkit.RawResponse;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * What clients and providers send to break a gateway, through a whole one: the bytes pass or are refused, the trace is
 * bounded, and the next call is served. The limits stand in operations.md.
 */
@RunsOn(StorageDriver.SQLITE)
@ExtendWith(NoLeaks.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileInputTest {

    private static final int MIB = 1024 * 1024;
    private static final int BOMB = 256 * MIB;
    private static final int KEPT = 64 * 1024;

    private final SqliteDatabase database = SqliteDatabase.create();
    private final FakeUpstream upstream = FakeUpstream.start();
    private RunningGateway gateway;

    @BeforeAll
    void start() {
        Map<String, String> variables = RunningGateway.on(database, upstream);
        RunningGateway.keepingBodies(variables);
        variables.put("ONGOINGAI_BODY_MAX_SIZE", Integer.toString(KEPT));
        gateway = RunningGateway.started(variables);
    }

    @AfterAll
    void stop() {
        gateway.close();
        upstream.close();
        database.close();
    }

    private RawResponse ask(String... headers) throws IOException {
        try (RawClient client = RawClient.connect(gateway.uri("/").getPort())) {
            client.head(headers);
            return client.readResponse();
        }
    }

    private RawResponse ask() throws IOException {
        return ask("POST /openai/v1/chat/completions HTTP/1.1", "Host: x", "Content-Length: 0");
    }

    private JsonNode traceOf(RawResponse answer) {
        String id = String.valueOf(answer.header("X-OngoingAI-Trace-ID"));
        await().until(() -> gateway.trace(id).has("id"));
        return gateway.trace(id);
    }

    private static String[] withHeaders(int count, int size) {
        String[] head = new String[count + 2];
        head[0] = "GET /openai/v1/models HTTP/1.1";
        head[1] = "Host: x";
        for (int i = 0; i < count; i++) {
            head[i + 2] = "X-H" + i + ": " + "v".repeat(size);
        }
        return head;
    }

    @Test
    void takesTenThousandHeadersAndRefusesMoreThanAMebibyteOfThem() throws IOException {
        upstream.answer(Answer.json("200 OK", "{}"));
        assertThat(ask(withHeaders(10_000, 80)).status()).isEqualTo(200);
        assertThat(upstream.lastReceived().headerLines()).hasSize(10_001);
        int calls = upstream.received().size();
        assertThat(ask(withHeaders(10_000, 200)).status()).isEqualTo(431);
        assertThat(upstream.received()).hasSize(calls);
    }

    @Test
    void givesUpAnAnswerWithMoreThanAMebibyteOfHeaders() throws IOException {
        upstream.answer((request, wire) -> {
            StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n");
            for (int i = 0; head.length() < 2 * MIB; i++) {
                head.append("X-H")
                        .append(i)
                        .append(": ")
                        .append("v".repeat(200))
                        .append("\r\n");
            }
            wire.text(head + "\r\n");
        });
        assertThat(ask().status()).isEqualTo(502);
    }

    @Test
    void readsTheUsageBehindALineOfTenMebibytes() throws IOException {
        String line =
                "data: {\"type\":\"response.completed\",\"response\":{\"model\":\"gpt-4o-2024-08-06\",\"output\":\""
                        + "x".repeat(10 * MIB)
                        + "\",\"usage\":{\"input_tokens\":7,\"output_tokens\":5,\"total_tokens\":12}}}\n\n";
        upstream.answer(Answer.events(line).inPiecesOf(100_000));
        RawResponse answer = ask("POST /openai/v1/responses HTTP/1.1", "Host: x", "Content-Length: 0");
        assertThat(answer.text().equals(line)).as("every byte passed").isTrue();
        JsonNode trace = traceOf(answer);
        assertThat(trace.path("total_tokens").asLong()).isEqualTo(12);
        assertThat(trace.path("response_body").asString().length()).isEqualTo(KEPT);
    }

    private static byte[] bomb(String coding) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] block = " ".repeat(MIB).getBytes(UTF_8);
        try (OutputStream out = encoder(coding, packed)) {
            for (int at = 0; at < BOMB; at += MIB) {
                out.write(block);
            }
        }
        return packed.toByteArray();
    }

    private static OutputStream encoder(String coding, OutputStream to) throws IOException {
        return switch (coding) {
            case "gzip" -> new GZIPOutputStream(to);
            case "zstd" -> new ZstdOutputStreamNoFinalizer(to);
            default -> {
                Brotli4jLoader.ensureAvailability();
                yield new BrotliOutputStream(to);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd", "br"})
    void forwardsABombUntouchedAndUnpacksLittleOfIt(String coding) throws IOException {
        byte[] bomb = bomb(coding);
        upstream.answer(Answer.of("200 OK", bomb)
                .header("Content-Type: application/json")
                .header("Content-Encoding: " + coding)
                .withLength());
        RawResponse answer = ask();
        assertThat(answer.body()).isEqualTo(bomb);
        JsonNode trace = traceOf(answer);
        assertThat(trace.path("completion").asString()).isEqualTo("complete");
        assertThat(trace.path("usage").path("source").asString()).isEqualTo("none");
        assertThat(trace.path("response_body").asString("").length()).isLessThanOrEqualTo(2 * KEPT);
        assertThat(gateway.get("/livez").statusCode()).isEqualTo(200);
    }

    /** The answer is there; what the client still sends is dropped, but not for ever. */
    @Test
    void endsAnUploadThatGoesOnLongAfterItsAnswer() throws Exception {
        upstream.answerOnHead((request, wire) -> {
            wire.head("413 Too Large", "Content-Length: 3", "Connection: close").text("big");
            wire.awaitPeerClose();
        });
        long sent = 0;
        try (RawClient client = RawClient.connect(gateway.uri("/").getPort())) {
            client.head("POST /openai/v1/files HTTP/1.1", "Host: x", "Content-Length: " + 1000L * MIB);
            assertThat(client.readResponse().text()).isEqualTo("big");
            byte[] block = new byte[MIB];
            while (sent < 500L * MIB) {
                client.send(block);
                sent += MIB;
            }
        } catch (IOException closed) {
            // What is asked for.
        } finally {
            upstream.answerOnHead(null);
        }
        assertThat(sent).isGreaterThanOrEqualTo(64L * MIB).isLessThan(100L * MIB);
    }

    @Test
    void labelsAMillionCharactersOfModelNameWithoutKeepingThem() throws IOException {
        String model = "m".repeat(MIB);
        upstream.answer(Answer.json("200 OK", "{\"model\":\"" + model + "\"}"));
        RawResponse answer = ask();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(traceOf(answer).path("response_model").asString("").length()).isLessThan(2000);
    }
}
