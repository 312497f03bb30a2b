package ai.ongoing.gateway.proxy;

import ai.ongoing.gateway.config.ProxyConfig;
import ai.ongoing.gateway.http.RequestLog;
import ai.ongoing.gateway.proxy.ExchangeFactory.IncomingCall;
import ai.ongoing.gateway.proxy.UpstreamRequest.IncomingHead;
import ai.ongoing.gateway.proxy.egress.Failures;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Takes in every call below one provider's prefix: answers what is the gateway's to answer, and opens a
 * {@link Passage} for the rest. Runs on event loops; thread-safe.
 */
final class ProxyHandler implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyHandler.class);

    private final RouteTable.Route route;
    private final Upstream upstream;
    private final Settings settings;
    private final ProxyRoutes.Ports ports;
    private final Failures failures = new Failures();
    private final Set<Passage> running = ConcurrentHashMap.newKeySet();

    ProxyHandler(RouteTable.Route route, Upstream upstream, Settings settings, ProxyRoutes.Ports ports) {
        this.route = route;
        this.upstream = upstream;
        this.settings = settings;
        this.ports = ports;
    }

    /**
     * What a handler needs of the configuration.
     *
     * @param longestDrain how long an answer is read on for its usage when its client has gone
     */
    record Settings(ProxyConfig proxy, String gatewayKeyHeader, Duration longestDrain) {

        Settings(ProxyConfig proxy, String gatewayKeyHeader) {
            this(proxy, gatewayKeyHeader, Duration.ofSeconds(30));
        }
    }

    @Override
    public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
        Caller caller = new Caller(request, response);
        IncomingHead head = caller.head();
        if (!ports.accepting().getAsBoolean()) {
            return answer(caller, LocalAnswer.NOT_ACCEPTING);
        }
        if (head.method().equals("OPTIONS")) {
            Map<String, String> cors = ports.cors().headers(head.header("Origin"));
            return answer(caller, LocalAnswer.preflight(cors));
        }
        return head.plainlyFramed() ? forward(caller) : answer(caller, LocalAnswer.UNKNOWN_FRAMING);
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
        return caller.write(answer);
    }

    /** Notes a finished request. */
    void noted(Caller caller, int status) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - caller.startedNanos());
        ports.requestLog()
                .requestComplete(new RequestLog.Entry(
                        caller.correlationId(), caller.head().method(), fullPath(caller.head()), status, millis));
    }

    /** Tells the log that a provider did not answer, or not to the end; the path without its query. */
    void failed(Caller caller, Throwable cause, boolean connected) {
        failures.count(cause, connected);
        LOG.atError()
                .addKeyValue("provider_prefix", route.prefix())
                .addKeyValue(
                        "path", RouteTable.pathOf(route.target(caller.head().target())))
                .addKeyValue("correlation_id", caller.correlationId())
                .addKeyValue("error", cause.toString())
                .log("proxy request failed");
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

    Failures failures() {
        return failures;
    }

    RouteTable.Route route() {
        return route;
    }

    Upstream upstream() {
        return upstream;
    }

    Duration longestDrain() {
        return settings.longestDrain();
    }

    ProxyConfig config() {
        return settings.proxy();
    }
}
