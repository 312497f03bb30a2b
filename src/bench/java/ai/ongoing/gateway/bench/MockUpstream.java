package ai.ongoing.gateway.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A provider of chat completions that answers at once with 1.5 KB of JSON, or, at {@value #EVENTS_PATH}, with
 * {@value #EVENTS} events {@value #GAP_MILLIS} ms apart. Bodies are made once; requests are read and forgotten.
 *
 * <p>Argument: the port on loopback.
 */
final class MockUpstream {

    /** Where the plain answers are. */
    static final String JSON_PATH = "/v1/chat/completions";

    /** Where the streamed answers are; the same path, as the query string is the gateway's business no more. */
    static final String EVENTS_PATH = "/v1/chat/completions?stream";

    /** How many events a stream has. */
    static final int EVENTS = 50;

    /** Pause between two events. */
    static final int GAP_MILLIS = 20;

    private static final int JSON_BYTES = 1_510;

    private final byte[] json = json();
    private final List<byte[]> events = events();

    private MockUpstream() {}

    public static void main(String[] args) {
        MockUpstream upstream = new MockUpstream();
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(Integer.parseInt(args[0]))
                .handle(upstream::answer)
                .bindNow();
        server.onDispose().block();
    }

    private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        Mono<Void> read = request.receive().then();
        if (request.uri().contains("?stream")) {
            response.header("Content-Type", "text/event-stream");
            Flux<ByteBuf> paced = Flux.interval(Duration.ZERO, Duration.ofMillis(GAP_MILLIS))
                    .take(events.size())
                    .map(tick -> Unpooled.wrappedBuffer(events.get(tick.intValue())));
            return read.then(response.send(paced, event -> true).then());
        }
        response.header("Content-Type", "application/json").header("Content-Length", Integer.toString(json.length));
        return read.then(response.sendByteArray(Mono.just(json)).then());
    }

    private static byte[] json() {
        String head = "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion\",\"created\":1790000000,"
                + "\"model\":\"gpt-4o-mini-2024-07-18\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\","
                + "\"message\":{\"role\":\"assistant\",\"content\":\"";
        String tail = "\"}}],\"usage\":" + usage() + "}";
        return bytes(head + "x".repeat(JSON_BYTES - head.length() - tail.length()) + tail);
    }

    private static List<byte[]> events() {
        String head = "data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1790000000,"
                + "\"model\":\"gpt-4o-mini-2024-07-18\",\"choices\":[";
        List<byte[]> events = new ArrayList<>();
        for (int i = 0; i < EVENTS - 2; i++) {
            events.add(bytes(head + "{\"index\":0,\"delta\":{\"content\":\" word\"},\"finish_reason\":null}]}\n\n"));
        }
        events.add(bytes(head + "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"));
        events.add(bytes(head + "],\"usage\":" + usage() + "}\n\ndata: [DONE]\n\n"));
        return List.copyOf(events);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String usage() {
        return "{\"prompt_tokens\":21,\"completion_tokens\":350,\"total_tokens\":371,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":0},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":0}}";
    }
}
