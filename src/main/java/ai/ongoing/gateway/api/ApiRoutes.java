package ai.ongoing.gateway.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Every path of the API and what answers it; all of them read, so all take GET and HEAD. What may block runs on a
 * virtual thread of its own, the rest on the event loop.
 */
public final class ApiRoutes {

    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final Scheduler blocking;
    private final List<Route> routes = new ArrayList<>();

    /** @param blocking where handlers may wait for the store */
    public ApiRoutes(Scheduler blocking) {
        this.blocking = blocking;
    }

    /** One path. */
    private record Route(String pattern, boolean blocks, Function<ServerRequest, Answer> handler) {}

    public ApiRoutes health(HealthController health, ProbeController probes) {
        add("/", false, _ -> health.root());
        add("/livez", false, _ -> probes.livez());
        // Both may look at the store, which may take its time to say that it is away.
        add("/readyz", true, _ -> probes.readyz());
        add("/api/health", true, _ -> health.health());
        return this;
    }

    public ApiRoutes traces(TraceController traces) {
        add("/api/traces", true, request -> traces.list(parameters(request)));
        add("/api/traces/{id}", true, request -> traces.detail(request.pathVariable("id")));
        add("/api/traces/{id}/", true, request -> traces.detail(request.pathVariable("id")));
        return this;
    }

    public ApiRoutes document(ApiDocument document) {
        add("/api/openapi.yaml", false, _ -> document.yaml());
        return this;
    }

    /**
     * The Prometheus page, when it is switched on.
     *
     * @param path {@code observability.otel.prometheus_path}
     */
    public ApiRoutes metrics(String path, MetricsPage page) {
        add(path, true, _ -> Answer.text(200, MetricsPage.CONTENT_TYPE, page.scrape()));
        return this;
    }

    /** The paths in the order in which they are asked, for the document that must name them all. */
    public List<String> patterns() {
        return routes.stream().map(Route::pattern).toList();
    }

    private void add(String pattern, boolean blocks, Function<ServerRequest, Answer> handler) {
        routes.add(new Route(pattern, blocks, handler));
    }

    /** The routes, and an answer for every other path. */
    public RouterFunction<ServerResponse> routerFunction() {
        RouterFunctions.Builder router = RouterFunctions.route();
        for (Route route : routes) {
            router.route(RequestPredicates.path(route.pattern()), request -> serve(route, request));
        }
        return router.route(RequestPredicates.all(), _ -> response(Answer.notFound()))
                .build();
    }

    private Mono<ServerResponse> serve(Route route, ServerRequest request) {
        if (!READS.contains(request.method())) {
            return response(Answer.methodNotAllowed());
        }
        Mono<Answer> answer = Mono.fromCallable(() -> route.handler().apply(request));
        return (route.blocks() ? answer.subscribeOn(blocking) : answer).flatMap(ApiRoutes::response);
    }

    private static Mono<ServerResponse> response(Answer answer) {
        ServerResponse.BodyBuilder response = ServerResponse.status(answer.status())
                // As text: Spring's own type would leave out the space that the contract's bytes have.
                .header(HttpHeaders.CONTENT_TYPE, answer.contentType())
                .contentLength(answer.body().length);
        answer.headers().forEach(response::header);
        return response.bodyValue(answer.body());
    }

    private static Parameters parameters(ServerRequest request) {
        return new Parameters(name -> request.queryParams().getFirst(name));
    }
}
