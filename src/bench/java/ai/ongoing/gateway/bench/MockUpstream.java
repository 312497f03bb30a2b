package ai.ongoing.gateway.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A provider of chat completions that answers at once with JSON, or, at {@value #EVENTS_PATH}, with
 * {@value Bodies#EVENTS} events. Bodies are made once; requests are read and forgotten.
 *
 * <p>Arguments: the port on loopback, the bytes of an answer, the milliseconds between two events.
 */
final class MockUpstream {

    /** Where the plain answers are. */
    static final String JSON_PATH = "/v1/chat/completions";

    /** Where the streamed answers are; the same path, as the query string is the gateway's business no more. */
    static final String EVENTS_PATH = "/v1/chat/completions?stream";

    /** Where events come without a pause, as many as make an answer's bytes. */
    static final String FLOOD_PATH = EVENTS_PATH + "=flood";

    /** Pause between two events when none is said. */
    static final int GAP_MILLIS = 20;

    private final byte[] json;
    private final List<byte[]> events = Bodies.events();
    private final Duration gap;

    private MockUpstream(Bodies bodies, Duration gap) {
        this.json = bodies.answer();
        this.gap = gap;
    }

    public static void main(String[] args) {
        int answerBytes = args.length > 1 ? Integer.parseInt(args[1]) : Bodies.USUAL.answerBytes();
        int gapMillis = args.length > 2 ? Integer.parseInt(args[2]) : GAP_MILLIS;
        MockUpstream upstream =
                new MockUpstream(new Bodies(Bodies.USUAL.requestBytes(), answerBytes), Duration.ofMillis(gapMillis));
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(Integer.parseInt(args[0]))
                .handle(upstream::answer)
                .bindNow();
        server.onDispose().block();
    }

    private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        Mono<Void> read = request.receive().then();
        if (request.uri().endsWith("=flood")) {
            byte[] event = events.get(1);
            Flux<ByteBuf> all = Flux.range(0, json.length / event.length).map(i -> Unpooled.wrappedBuffer(event));
            response.header("Content-Type", "text/event-stream");
            return read.then(response.send(all, piece -> true).then());
        }
        if (request.uri().contains("?stream")) {
            response.header("Content-Type", "text/event-stream");
            Flux<ByteBuf> paced = Flux.interval(Duration.ZERO, gap)
                    .take(events.size())
                    .map(tick -> Unpooled.wrappedBuffer(events.get(tick.intValue())));
            return read.then(response.send(paced, event -> true).then());
        }
        response.header("Content-Type", "application/json").header("Content-Length", Integer.toString(json.length));
        return read.then(response.sendByteArray(Mono.just(json)).then());
    }
}
