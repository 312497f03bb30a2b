package ai.ongoing.gateway.api;

import ai.ongoing.gateway.http.CorrelationId;
import ai.ongoing.gateway.http.Cors;
import ai.ongoing.gateway.http.Gate;
import ai.ongoing.gateway.http.RequestLog;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Scheduler;

/**
 * What comes before every answer of this side of the server: correlation id, cross-origin headers, the gate, and one
 * log entry after it. The proxy path asks the same plain types by itself, because its routes never pass here.
 */
public final class ApiFilter implements WebFilter {

    private static final Logger LOG = LoggerFactory.getLogger(ApiFilter.class);

    /** Answered whatever the gate says: they are how the outside learns what it says. */
    private static final Set<String> ALWAYS_OPEN = Set.of("/livez", "/readyz", "/api/health");

    /** The client went away before it got a status. */
    private static final int CLIENT_CLOSED_REQUEST = 499;

    private final Gate gate;
    private final Cors cors;
    private final RequestLog requestLog;
    private final Scheduler handlers;

    /** @param handlers a virtual thread for each request: everything behind this filter may block */
    public ApiFilter(Gate gate, Cors cors, RequestLog requestLog, Scheduler handlers) {
        this.handlers = handlers;
        this.gate = gate;
        this.cors = cors;
        this.requestLog = requestLog;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        long begun = System.nanoTime();
        ServerHttpRequest request = exchange.getRequest();
        ServerHttpResponse response = exchange.getResponse();
        String correlationId = CorrelationId.accept(request.getHeaders()::getFirst);
        response.getHeaders().set(CorrelationId.HEADER, correlationId);
        cors.headers(request.getHeaders().getOrigin()).forEach(response.getHeaders()::set);
        return Mono.defer(() -> answer(exchange, chain))
                .subscribeOn(handlers)
                .onErrorResume(error -> failed(exchange, error))
                .doFinally(end -> requestLog.requestComplete(new RequestLog.Entry(
                        correlationId,
                        request.getMethod().name(),
                        request.getURI().getPath(),
                        status(response, end),
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun))));
    }

    private Mono<Void> answer(ServerWebExchange exchange, WebFilterChain chain) {
        if (!gate.accepting()
                && !ALWAYS_OPEN.contains(exchange.getRequest().getPath().value())) {
            return write(
                    exchange, Answer.unavailable("gateway is " + gate.state().label()));
        }
        if (exchange.getRequest().getMethod().equals(HttpMethod.OPTIONS)) {
            exchange.getResponse().setRawStatusCode(204);
            return exchange.getResponse().setComplete();
        }
        return chain.filter(exchange);
    }

    /** A request the framework refuses keeps its status; anything else is ours, and is logged without the request. */
    private static Mono<Void> failed(ServerWebExchange exchange, Throwable error) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(error);
        }
        if (error instanceof ResponseStatusException refused
                && refused.getStatusCode().is4xxClientError()) {
            return write(exchange, Answer.error(refused.getStatusCode().value(), "bad request"));
        }
        LOG.error("an answer could not be made", error);
        return write(exchange, Answer.error(500, "internal server error"));
    }

    private static Mono<Void> write(ServerWebExchange exchange, Answer answer) {
        ServerHttpResponse response = exchange.getResponse();
        response.setRawStatusCode(answer.status());
        response.getHeaders().set("Content-Type", answer.contentType());
        response.getHeaders().setContentLength(answer.body().length);
        answer.headers().forEach(response.getHeaders()::set);
        DataBuffer body = response.bufferFactory().wrap(answer.body());
        return response.writeWith(Mono.just(body));
    }

    private static int status(ServerHttpResponse response, SignalType end) {
        HttpStatusCode status = response.getStatusCode();
        if (end == SignalType.CANCEL && !response.isCommitted()) {
            return CLIENT_CLOSED_REQUEST;
        }
        return status == null ? 200 : status.value();
    }
}
