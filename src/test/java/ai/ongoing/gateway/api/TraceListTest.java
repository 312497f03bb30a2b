package ai.ongoing.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.trace.TraceCursor;
import ai.ongoing.gateway.trace.TraceFilter;
import ai.ongoing.gateway.trace.TraceStoreException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code GET /api/traces}, byte for byte. */
final class TraceListTest {

    private final OneTrace store = new OneTrace();
    private final ApiServer server = new ApiServer(store, List.of());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void writesTheContractsFieldsInItsOrder() {
        assertThat(server.get("/api/traces").body())
                .isEqualTo("{\"items\":[{\"id\":\"0190aa\",\"timestamp\":\"2026-11-20T10:11:12.12345Z\","
                        + "\"provider\":\"openai\",\"model\":\"gpt-4o\",\"request_method\":\"POST\","
                        + "\"request_path\":\"/openai/v1/chat/completions\",\"response_status\":200,"
                        + "\"input_tokens\":10,\"output_tokens\":5,\"total_tokens\":15,\"latency_ms\":41,"
                        + "\"time_to_first_token_ms\":0,\"time_to_first_token_us\":0,\"estimated_cost_usd\":0,"
                        + "\"created_at\":\"2026-11-20T10:11:12.12345Z\",\"priced\":false,\"completion\":\"complete\"}],"
                        + "\"next_cursor\":\"" + cursor("2026-11-20T10:11:12.12345Z|0190aa") + "\"}\n");
    }

    @Test
    void passesEveryFilterOn() {
        server.get("/api/traces?trace_group_id=g&thread_id=t&run_id=r&correlation_id=c&provider=openai&model=a%20b"
                + "&api_key_hash=h&status=404&min_tokens=1&max_tokens=2&from=2026-11-20&to=2026-11-20&limit=7");
        assertThat(store.filter)
                .isEqualTo(new TraceFilter(
                        "g",
                        "t",
                        "r",
                        "c",
                        "openai",
                        "a b",
                        "h",
                        404,
                        1L,
                        2L,
                        Instant.parse("2026-11-20T00:00:00Z"),
                        Instant.parse("2026-11-20T23:59:59.999999999Z")));
        assertThat(store.limit).isEqualTo(7);
    }

    @Test
    void takesBlankAndZeroForUnset() {
        server.get("/api/traces?provider=%20&status=&min_tokens=0&max_tokens=0&limit=0&cursor=");
        assertThat(store.filter).isEqualTo(TraceFilter.ANY);
        assertThat(store.limit).isEqualTo(50);
        assertThat(store.after).isNull();
    }

    @Test
    void followsItsOwnCursor() {
        String next = cursor("2026-11-20T10:11:12.12345Z|0190aa");
        server.get("/api/traces?cursor=" + next);
        assertThat(store.after).isEqualTo(new TraceCursor(OneTrace.AT, "0190aa"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    limit=201            | limit must be <= 200
                    limit=-1             | limit must be >= 0
                    limit=x              | limit must be an integer
                    limit=99999999999    | limit must be an integer
                    status=99            | status must be >= 100
                    status=600           | status must be <= 599
                    min_tokens=10000001  | min_tokens must be <= 10000000
                    max_tokens=1.5       | max_tokens must be an integer
                    min_tokens=5&max_tokens=4 | max_tokens must be greater than or equal to min_tokens
                    from=yesterday       | invalid from: expected RFC3339 or YYYY-MM-DD
                    to=2026-13-01        | invalid to: expected RFC3339 or YYYY-MM-DD
                    to=2026-11-20T10:00Z | invalid to: expected RFC3339 or YYYY-MM-DD
                    from=2026-11-21&to=2026-11-20 | to must be greater than or equal to from
                    cursor=!             | trace cursor is invalid: decode base64 cursor
                    cursor=YWJj          | trace cursor is invalid: missing id
                    cursor=YWJjfGlk      | trace cursor is invalid: parse created_at
                    """)
    void refusesABadParameterByName(String query, String message) {
        HttpResponse<String> answer = server.get("/api/traces?" + query.strip());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo(new String(Answer.error(400, message).body(), StandardCharsets.UTF_8));
        assertThat(store.filter).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T10:00:00Z,2026-11-20T10:00:00Z",
        "2026-11-20T10:00:00.5%2B02:00,2026-11-20T08:00:00.5Z",
        "2026-11-20,2026-11-20T00:00:00Z"
    })
    void readsTimesWithAndWithoutAZone(String given, Instant meant) {
        server.get("/api/traces?from=" + given);
        assertThat(store.filter).isNotNull().extracting(TraceFilter::from).isEqualTo(meant);
    }

    @Test
    void asksForAnotherTryWhenTheStoreIsAway() {
        store.failure =
                new TraceStoreException(TraceStoreException.Failure.CONNECTION, "gone", new IllegalStateException());
        HttpResponse<String> answer = server.get("/api/traces");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(answer.body()).isEqualTo("{\"error\":\"trace store is unavailable\"}\n");
    }

    @Test
    void saysWhatFailedWhenTheStoreRefuses() {
        store.failure =
                new TraceStoreException(TraceStoreException.Failure.UNKNOWN, "broken", new IllegalStateException());
        assertThat(server.get("/api/traces").statusCode()).isEqualTo(500);
        assertThat(server.get("/api/traces").body()).isEqualTo("{\"error\":\"failed to query traces\"}\n");
        assertThat(server.get("/api/traces/x").body()).isEqualTo("{\"error\":\"failed to read trace\"}\n");
    }

    private static String cursor(String plain) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }
}
