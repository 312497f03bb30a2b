package ai.ongoing.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.api.trace.Parameters;
import ai.ongoing.gateway.api.trace.TraceQuery;
import ai.ongoing.gateway.http.Gate;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The document and the program say the same: every route, every answer's fields, every parameter. */
final class ApiDocumentTest {

    /** Served by the proxy path, which is not WebFlux's. */
    private static final List<String> PROXY_PATHS = List.of("/openai/{path}", "/anthropic/{path}");

    private final DescribedApi document = DescribedApi.shipped();
    private final OneTrace store = new OneTrace();
    private final ApiServer server = new ApiServer(store, List.of());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void namesEveryRouteAndNoOther() {
        TreeSet<String> served = new TreeSet<>(PROXY_PATHS);
        ApiRoutes routes = new ApiRoutes();
        routes.health(server.health, server.probes)
                .traces(new TraceController(() -> store, () -> server.pipeline))
                .diagnostics(server.diagnostics)
                .document(new ApiDocument())
                .metrics("/metrics", () -> new byte[0])
                .patterns()
                .forEach(pattern -> served.add(withoutTrailingSlash(pattern)));
        assertThat(document.paths()).isEqualTo(served);
    }

    @TestFactory
    Stream<DynamicTest> describesWhatIsReallyAnswered() {
        return Map.of(
                        "/", "/",
                        "/livez", "/livez",
                        "/readyz", "/readyz",
                        "/api/health", "/api/health",
                        "/api/traces", "/api/traces",
                        "/api/traces/{id}", "/api/traces/0190aa",
                        "/api/diagnostics/trace-pipeline", "/api/diagnostics/trace-pipeline")
                .entrySet()
                .stream()
                .map(path -> DynamicTest.dynamicTest(
                        path.getValue(), () -> fits(path.getKey(), server.get(path.getValue()))));
    }

    @Test
    void describesTheRefusals() {
        fits("/api/traces", server.get("/api/traces?limit=x"));
        fits("/api/traces/{id}", server.get("/api/traces/none"));
        server.state = Gate.State.STARTING;
        fits("/api/health", server.get("/api/health"));
        fits("/api/traces", server.get("/api/traces"));
        fits("/readyz", server.get("/readyz"));
    }

    @Test
    void namesEveryParameterOfTheList() {
        List<String> asked = new ArrayList<>();
        TraceQuery.of(new Parameters(name -> {
            asked.add(name);
            return null;
        }));
        assertThat(document.queryParameters("/api/traces")).containsExactlyInAnyOrderElementsOf(asked);
    }

    @Test
    void isServedAsItLies() {
        HttpResponse<String> answer = server.get("/api/openapi.yaml");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/yaml");
        assertThat(answer.body()).startsWith("openapi: 3.1.0\n");
    }

    private void fits(String path, HttpResponse<String> answer) {
        JsonNode body = JsonMapper.shared().readTree(answer.body());
        assertThat(document.misfits(path, answer.statusCode(), body))
                .as(path + " " + answer.statusCode() + " " + answer.body())
                .isEmpty();
    }

    private static String withoutTrailingSlash(String pattern) {
        return pattern.length() > 1 && pattern.endsWith("/") ? pattern.substring(0, pattern.length() - 1) : pattern;
    }
}
