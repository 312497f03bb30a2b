package ai.ongoing.gateway.proxy;

import ai.ongoing.gateway.http.CorrelationId;
import ai.ongoing.gateway.proxy.UpstreamRequest.IncomingHead;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** One client's request and the way back to it: heads, the gateway's own answers, and the cut. */
final class Caller {

    private static final String TRACE_ID = "X-OngoingAI-Trace-ID";

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Channel channel;
    private final IncomingHead head;
    private final String correlationId;
    private final long startedNanos = System.nanoTime();

    Caller(HttpServerRequest request, HttpServerResponse response) {
        this.request = request;
        this.response = response;
        Channel[] under = new Channel[1];
        response.withConnection(connection -> under[0] = connection.channel());
        this.channel = under[0];
        this.head = new IncomingHead(request.method().name(), request.uri(), pairs(request.requestHeaders()));
        this.correlationId = CorrelationId.accept(name -> name == null ? null : head.header(name));
    }

    HttpServerRequest request() {
        return request;
    }

    HttpServerResponse response() {
        return response;
    }

    Channel channel() {
        return channel;
    }

    IncomingHead head() {
        return head;
    }

    String correlationId() {
        return correlationId;
    }

    long startedNanos() {
        return startedNanos;
    }

    /** Writes one of the gateway's own answers. */
    Mono<Void> write(LocalAnswer answer) {
        add(startHead(HttpResponseStatus.valueOf(answer.status())), answer.headers());
        return body(answer);
    }

    /** Writes one of the gateway's own answers to a call that has a trace. */
    Mono<Void> write(LocalAnswer answer, String traceId) {
        add(startHead(HttpResponseStatus.valueOf(answer.status())).add(TRACE_ID, traceId), answer.headers());
        return body(answer);
    }

    private Mono<Void> body(LocalAnswer answer) {
        return Mono.from(response.sendObject(Unpooled.wrappedBuffer(answer.body())));
    }

    /** Sets the head of the provider's answer; it goes out with the first piece, or when there is none. */
    void begin(HttpResponseStatus status, AnswerHead answer, String traceId) {
        HttpHeaders headers = startHead(status).add(TRACE_ID, traceId);
        add(headers, answer.headers());
        if (answer.contentLength() >= 0) {
            return;
        }
        if (speaksOldProtocol()) {
            // It knows no chunks: the end of the connection is the end of the body.
            response.keepAlive(false);
        } else if (answer.status() != 204 && answer.status() != 304) {
            headers.add("Transfer-Encoding", "chunked");
        }
    }

    /** Sets the status and clears the head for what follows; the correlation id is on every answer. */
    private HttpHeaders startHead(HttpResponseStatus status) {
        response.status(status);
        return response.responseHeaders().clear().add(CorrelationId.HEADER, correlationId);
    }

    /** The head that turns the client's connection into a WebSocket, as it goes over the wire. */
    String upgradeHead(AnswerHead answer, String traceId) {
        StringBuilder head = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n");
        line(head, CorrelationId.HEADER, correlationId);
        line(head, TRACE_ID, traceId);
        line(head, "Connection", "Upgrade");
        line(head, "Upgrade", "websocket");
        for (int i = 0; i < answer.headers().size(); i += 2) {
            line(head, answer.headers().get(i), answer.headers().get(i + 1));
        }
        return head.append("\r\n").toString();
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    private boolean speaksOldProtocol() {
        return request.version().equals(HttpVersion.HTTP_1_0);
    }

    /** Ends the connection without the body's end, so that no client takes a part for the whole. */
    void cut() {
        if (speaksOldProtocol()) {
            // There a plain end would be a good end.
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        Future<?> _ = channel.close();
    }

    /** Headers as name, value, name, value, ... in their order. */
    static List<String> pairs(HttpHeaders headers) {
        List<String> pairs = new ArrayList<>(2 * headers.size());
        Iterator<Map.Entry<String, String>> entries = headers.iteratorAsString();
        while (entries.hasNext()) {
            Map.Entry<String, String> entry = entries.next();
            pairs.add(entry.getKey());
            pairs.add(entry.getValue());
        }
        return pairs;
    }

    /** Adds name, value, name, value, ... in their order. */
    static void add(HttpHeaders headers, List<String> pairs) {
        for (int i = 0; i < pairs.size(); i += 2) {
            headers.add(pairs.get(i), pairs.get(i + 1));
        }
    }
}
