package ai.ongoing.gateway.api;

import ai.ongoing.gateway.api.trace.Parameters;
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

/**
 * Every path of the API and what answers it; all of them read, so all take GET and HEAD. Handlers may block: {@link
 * ApiFilter} has put the request on a virtual thread of its own.
 */
public final class ApiRoutes {

    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final List<Route> routes = new ArrayList<>();

    /** One path. */
    private record Route(String pattern, Function<ServerRequest, Answer> handler) {}

    public ApiRoutes health(HealthController health, ProbeController probes) {
        add("/", _ -> health.root());
        add("/livez", _ -> probes.livez());
        add("/readyz", _ -> probes.readyz());
        add("/api/health", _ -> health.health());
        return this;
    }

    public ApiRoutes traces(TraceController traces) {
        add("/api/traces", request -> traces.list(parameters(request)));
        add("/api/traces/{id}", request -> traces.detail(request.pathVariable("id")));
        add("/api/traces/{id}/", request -> traces.detail(request.pathVariable("id")));
        return this;
    }

    public ApiRoutes diagnostics(DiagnosticsController diagnostics) {
        add("/api/diagnostics/trace-pipeline", _ -> diagnostics.tracePipeline());
        return this;
    }

    public ApiRoutes document(ApiDocument document) {
        add("/api/openapi.yaml", _ -> document.yaml());
        return this;
    }

    /**
     * The Prometheus page, when it is switched on.
     *
     * @param path {@code observability.otel.prometheus_path}
     */
    public ApiRoutes metrics(String path, MetricsPage page) {
        add(path, _ -> Answer.text(200, MetricsPage.CONTENT_TYPE, page.scrape()));
        return this;
    }

    /** The paths in the order in which they are asked, for the document that must name them all. */
    public List<String> patterns() {
        return routes.stream().map(Route::pattern).toList();
    }

    private void add(String pattern, Function<ServerRequest, Answer> handler) {
        routes.add(new Route(pattern, handler));
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
        return response(route.handler().apply(request));
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
