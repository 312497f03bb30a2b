package ai.ongoing.gateway.provider;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What reading model and usage out of a passing answer costs the event loop: events, plain JSON, and both packed. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReadingBenchmark {

    private static final int EVENTS = 50;
    private static final String PATH = "/v1/chat/completions";
    private static final String USAGE =
            "\"usage\":{\"prompt_tokens\":21,\"completion_tokens\":350,\"total_tokens\":371}";
    private static final String HEAD = "{\"id\":\"chatcmpl-1\",\"model\":\"gpt-4o-mini-2024-07-18\",\"choices\":[";

    private final ResponseHead eventHead = new ResponseHead("POST", PATH, 200, "text/event-stream", null);
    private final ResponseHead jsonHead = new ResponseHead("POST", PATH, 200, "application/json", null);
    private final ResponseHead packedHead = new ResponseHead("POST", PATH, 200, "application/json", "gzip");
    private final ByteBuffer events = direct(eventBody());
    private final ByteBuffer json = direct(jsonBody());
    private final ByteBuffer packed = direct(packed(jsonBody()));
    private final ResponseHead brotliHead = new ResponseHead("POST", PATH, 200, "application/json", "br");
    private final ByteBuffer brotli = direct(brotli(jsonBody()));
    private final ResponseHead zstdHead = new ResponseHead("POST", PATH, 200, "application/json", "zstd");
    private final ByteBuffer zstd = direct(Zstd.compress(jsonBody()));
    private final ByteBuffer request = direct(bytes("{\"model\":\"gpt-4o-mini\",\"stream\":true,\"messages\":"
            + "[{\"role\":\"user\",\"content\":\"" + "x".repeat(1_000) + "\"}]}"));

    private final ByteBuffer largeRequest = direct(bytes("{\"messages\":[{\"role\":\"user\",\"content\":\""
            + "0123456789abcdef".repeat(65_536) + "\"}],\"model\":\"gpt-4o-mini\",\"stream\":true}"));

    @Benchmark
    public ResponseFacts fiftyEvents() {
        return read(eventHead, events);
    }

    @Benchmark
    public ResponseFacts json() {
        return read(jsonHead, json);
    }

    @Benchmark
    public ResponseFacts gzip() {
        return read(packedHead, packed);
    }

    @Benchmark
    public ResponseFacts brotli() {
        return read(brotliHead, brotli);
    }

    @Benchmark
    public ResponseFacts zstd() {
        return read(zstdHead, zstd);
    }

    @Benchmark
    public RequestFacts request() {
        RequestReader reader = Provider.OPENAI.requestReader("POST", PATH, "application/json");
        reader.accept(request.duplicate());
        return reader.facts();
    }

    /** A picture in base64, or a long conversation. */
    @Benchmark
    public RequestFacts largeRequest() {
        RequestReader reader = Provider.OPENAI.requestReader("POST", PATH, "application/json");
        reader.accept(largeRequest.duplicate());
        return reader.facts();
    }

    private static ResponseFacts read(ResponseHead head, ByteBuffer body) {
        try (ResponseReader reader = Provider.OPENAI.responseReader(head)) {
            reader.accept(body.duplicate());
            return reader.facts(true);
        }
    }

    private static byte[] jsonBody() {
        return bytes(HEAD + "{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\""
                + "word ".repeat(250) + "\"}}]," + USAGE + "}");
    }

    private static byte[] eventBody() {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < EVENTS - 2; i++) {
            body.append("data: ")
                    .append(HEAD)
                    .append("{\"index\":0,\"delta\":{\"content\":\" word\"},\"finish_reason\":null}]}\n\n");
        }
        body.append("data: ").append(HEAD).append("{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
        return bytes(body.append("data: ")
                .append(HEAD)
                .append("],")
                .append(USAGE)
                .append("}\n\ndata: [DONE]\n\n")
                .toString());
    }

    private static byte[] packed(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] brotli(byte[] body) {
        Brotli4jLoader.ensureAvailability();
        try {
            return Encoder.compress(body);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** As they come from the network. */
    private static ByteBuffer direct(byte[] body) {
        return ByteBuffer.allocateDirect(body.length).put(body).flip();
    }
}
