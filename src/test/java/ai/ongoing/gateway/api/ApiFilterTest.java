package ai.ongoing.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.http.CorrelationId;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every answer of the API has in common. */
final class ApiFilterTest {

    private final ApiServer server = new ApiServer(new OneTrace(), List.of("https://console.example"));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void carriesTheClientsCorrelationIdBack() {
        assertThat(server.send("GET", "/api/health", "X-Request-ID", "mine")
                        .headers()
                        .firstValue(CorrelationId.HEADER))
                .hasValue("mine");
        assertThat(server.get("/nowhere").headers().firstValue(CorrelationId.HEADER))
                .hasValueSatisfying(id -> assertThat(id).matches("corr-[0-9a-f]{32}"));
    }

    @Test
    void notesEveryRequestOnce() {
        server.send("GET", "/api/traces?limit=1", "X-Request-ID", "first");
        server.send("GET", "/no%20where", "X-Request-ID", "second");
        await().untilAsserted(() -> assertThat(server.logged)
                .extracting(entry ->
                        entry.correlationId() + " " + entry.method() + " " + entry.path() + " " + entry.status())
                .containsExactly("first GET /api/traces 200", "second GET /no where 404"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/health", "/api/traces", "/api/traces/0190aa", "/livez", "/api/openapi.yaml"})
    void refusesOtherMethodsByName(String path) {
        HttpResponse<String> answer = server.send("POST", path);
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
        assertThat(answer.body()).isEqualTo("{\"error\":\"method not allowed\"}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/health", "/api/traces", "/api/traces/0190aa", "/api/traces/none", "/nowhere"})
    void answersHeadLikeGetWithoutABody(String path) {
        HttpResponse<String> get = server.get(path);
        HttpResponse<String> head = server.send("HEAD", path);
        assertThat(head.statusCode()).isEqualTo(get.statusCode());
        assertThat(head.headers().firstValue("Content-Length"))
                .isEqualTo(get.headers().firstValue("Content-Length"))
                .isPresent();
        assertThat(head.body()).isEmpty();
    }

    @Test
    void answersPreflightsEverywhere() {
        HttpResponse<String> answer = server.send("OPTIONS", "/anything", "Origin", "https://console.example");
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("https://console.example");
    }

    @Test
    void keepsForeignPagesOut() {
        HttpResponse<String> answer = server.send("GET", "/api/traces", "Origin", "https://evil.example");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void showsTheMetricsPage() {
        HttpResponse<String> answer = server.get("/metrics");
        assertThat(answer.body()).isEqualTo("figures 1\n");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
    }

    @Test
    void refusesABrokenQueryWithoutFailing() {
        assertThat(server.get("/api/traces?limit=%E4").statusCode()).isIn(200, 400);
    }
}
