package ai.ongoing.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /api/traces/{id}}, byte for byte. */
final class TraceDetailTest {

    private final ApiServer server = new ApiServer(new OneTrace(), List.of());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void writesTheContractsFieldsThenWhatIsNew() {
        assertThat(server.get("/api/traces/0190aa").body())
                .isEqualTo("{\"id\":\"0190aa\",\"trace_group_id\":\"g1\",\"lineage\":{\"group_id\":\"g1\","
                        + "\"thread_id\":\"t1\",\"checkpoint_id\":\"0190aa\",\"checkpoint_seq\":3,\"immutable\":true},"
                        + "\"timestamp\":\"2026-11-20T10:11:12.12345Z\",\"provider\":\"openai\",\"model\":\"gpt-4o\","
                        + "\"request_method\":\"POST\",\"request_path\":\"/openai/v1/chat/completions\","
                        + "\"request_headers\":{\"Authorization\":[\"[REDACTED]\"],\"X-B\":[\"2\"]},"
                        + "\"request_body\":\"AAE=\",\"response_status\":200,\"response_body\":\"\\u003cok\\u003e\","
                        + "\"input_tokens\":10,\"output_tokens\":5,\"total_tokens\":15,\"latency_ms\":41,"
                        + "\"time_to_first_token_ms\":0,\"time_to_first_token_us\":0,\"api_key_hash\":\"abc\","
                        + "\"estimated_cost_usd\":0.000125,\"metadata\":{\"streaming\":false},"
                        + "\"created_at\":\"2026-11-20T10:11:12.12345Z\",\"priced\":true,\"cost_nano_usd\":125000,"
                        + "\"price_id\":\"openai/gpt-4o@2024-10-01\",\"completion\":\"complete\","
                        + "\"correlation_id\":\"corr-1\",\"response_model\":\"gpt-4o-2024-08-06\","
                        + "\"finish_reason\":\"stop\",\"request_body_encoding\":\"base64\",\"usage\":{\"stated\":"
                        + "{\"input_tokens\":10,\"output_tokens\":5,\"total_tokens\":15,\"cache_read_tokens\":4,"
                        + "\"reasoning_tokens\":0},\"normalized\":{\"input_total\":10,\"input_uncached\":6,"
                        + "\"cache_read\":4,\"cache_write\":0,\"cache_write_5m\":0,\"cache_write_1h\":0,"
                        + "\"output_total\":5},\"source\":\"provider\",\"kind\":\"billed\"}}\n");
    }

    @Test
    void toleratesATrailingSlash() {
        assertThat(server.get("/api/traces/0190aa/").statusCode()).isEqualTo(200);
    }

    @Test
    void saysThatAnUnknownTraceIsNotFound() {
        HttpResponse<String> answer = server.get("/api/traces/none");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("{\"error\":\"trace not found\"}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/traces/", "/api/traces/a/b", "/api/traces/a/b/c", "/api", "/api/health/", "/actuator"})
    void answersUnknownPathsInPlainText(String path) {
        HttpResponse<String> answer = server.get(path);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("404 page not found\n");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }
}
