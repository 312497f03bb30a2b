package ai.ongoing.gateway.proxy;

import ai.ongoing.gateway.config.ProxyConfig;
import ai.ongoing.gateway.http.CorrelationId;
import ai.ongoing.gateway.http.RequestLog;
import ai.ongoing.gateway.proxy.ExchangeFactory.IncomingCall;
import ai.ongoing.gateway.proxy.UpstreamRequest.IncomingHead;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Takes in every call below one provider's prefix: answers what is the gateway's to answer, and opens a
 * {@link Passage} for the rest. Runs on event loops; thread-safe.
 */
final class ProxyHandler implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

    static final String TRACE_ID = "X-OngoingAI-Trace-ID";

    private final RouteTable.Route route;
    private final Upstream upstream;
    private final Settings settings;
    private final ProxyRoutes.Ports ports;
    private final Set<Passage> running = ConcurrentHashMap.newKeySet();

    ProxyHandler(RouteTable.Route route, Upstream upstream, Settings settings, ProxyRoutes.Ports ports) {
        this.route = route;
        this.upstream = upstream;
        this.settings = settings;
        this.ports = ports;
    }

    /** What a handler needs of the configuration. */
    record Settings(ProxyConfig proxy, String gatewayKeyHeader) {}

    @Override
    public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
        IncomingHead head = new IncomingHead(request.method().name(), request.uri(), pairs(request.requestHeaders()));
        Caller caller = new Caller(
                request,
                response,
                head,
                CorrelationId.accept(name -> name == null ? null : head.header(name)),
                System.nanoTime());
        if (!ports.accepting().getAsBoolean()) {
            return answer(caller, LocalAnswer.NOT_ACCEPTING);
        }
        if (head.method().equals("OPTIONS")) {
            Map<String, String> cors = ports.cors().headers(head.header("Origin"));
            return answer(caller, LocalAnswer.preflight(cors));
        }
        if (head.wantsWebSocket()) {
            return answer(caller, LocalAnswer.NO_WEBSOCKET);
        }
        return forward(caller);
    }

    private Publisher<Void> forward(Caller caller) {
        IncomingHead head = caller.head();
        String path = RouteTable.decoded(route.pathBelow(head.target()));
        ExchangeObserver observer = ports.exchanges()
                .open(new IncomingCall(
                        route.provider(), head.method(), path, fullPath(head), head.headers(), caller.correlationId()));
        UpstreamRequest toProvider = UpstreamRequest.of(route, head, settings.gatewayKeyHeader());
        Passage passage = new Passage(this, caller, toProvider, observer);
        running.add(passage);
        return passage.run();
    }

    private Publisher<Void> answer(Caller caller, LocalAnswer answer) {
        noted(caller, answer.status());
        return write(caller, List.of(), answer);
    }

    /** Writes one of the gateway's own answers. */
    static Mono<Void> write(Caller caller, List<String> more, LocalAnswer answer) {
        HttpHeaders headers = caller.startHead(HttpResponseStatus.valueOf(answer.status()));
        add(headers, more);
        add(headers, answer.headers());
        return Mono.from(caller.response().sendObject(Unpooled.wrappedBuffer(answer.body())));
    }

    /** Notes a finished request. */
    void noted(Caller caller, int status) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - caller.startedNanos());
        ports.requestLog()
                .requestComplete(new RequestLog.Entry(
                        caller.correlationId(), caller.head().method(), fullPath(caller.head()), status, millis));
    }

    private static String fullPath(IncomingHead head) {
        return RouteTable.decoded(RouteTable.pathOf(RouteTable.originForm(head.target())));
    }

    /** The passage is over. */
    void left(Passage passage) {
        running.remove(passage);
    }

    int inFlight() {
        return running.size();
    }

    void interrupt() {
        running.forEach(Passage::interrupt);
    }

    RouteTable.Route route() {
        return route;
    }

    Upstream upstream() {
        return upstream;
    }

    ProxyConfig config() {
        return settings.proxy();
    }

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

    static void add(HttpHeaders headers, List<String> pairs) {
        for (int i = 0; i < pairs.size(); i += 2) {
            headers.add(pairs.get(i), pairs.get(i + 1));
        }
    }

    /** One client's request, and the way back to it. */
    record Caller(
            HttpServerRequest request,
            HttpServerResponse response,
            IncomingHead head,
            String correlationId,
            long startedNanos) {

        /** Sets the status and clears the head for what follows; the correlation id is on every answer. */
        HttpHeaders startHead(HttpResponseStatus status) {
            response.status(status);
            return response.responseHeaders().clear().add(CorrelationId.HEADER, correlationId);
        }
    }
}
