package ai.ongoing.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.http.Gate;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Health, the probes and what they say in each state. */
final class HealthTest {

    private final ApiServer server = new ApiServer(new OneTrace(), List.of());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void showsTheStoreWhileServing() {
        assertThat(server.get("/api/health").body())
                .matches("\\{\"status\":\"ok\",\"version\":\"1.2.3\",\"uptime_sec\":\\d+,\"storage_driver\":\"sqlite\","
                        + "\"trace_count\":7,\"trace_count_exact\":true,\"db_size_bytes\":4096,"
                        + "\"rls\":\"not applicable\"}\n");
    }

    @Test
    void showsTheProgressWhileStarting() {
        server.state = Gate.State.STARTING;
        HttpResponse<String> answer = server.get("/api/health");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .matches("\\{\"status\":\"starting\",\"version\":\"1.2.3\",\"uptime_sec\":\\d+,"
                        + "\"storage_driver\":\"sqlite\",\"since\":\"2026-11-20T10:00:00Z\","
                        + "\"waiting_for\":\"applying migrations\",\"file\":\"100_words.sql\"}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "STARTING,503,starting,503,starting",
        "SERVING,200,UP,200,ok",
        "DEGRADED,200,degraded,200,degraded",
        "STOPPING,503,stopping,503,stopping"
    })
    void probesFollowTheGate(Gate.State state, int ready, String readyWord, int health, String healthWord) {
        server.state = state;
        assertThat(server.get("/livez").statusCode()).isEqualTo(200);
        assertThat(server.get("/livez").body()).isEqualTo("{\"status\":\"UP\"}\n");
        assertThat(server.get("/readyz").statusCode()).isEqualTo(ready);
        String reason = state == Gate.State.DEGRADED ? ",\"reason\":\"the store is away\"" : "";
        assertThat(server.get("/readyz").body()).isEqualTo("{\"status\":\"" + readyWord + "\"" + reason + "}\n");
        assertThat(server.get("/api/health").statusCode()).isEqualTo(health);
        assertThat(server.get("/api/health").body()).startsWith("{\"status\":\"" + healthWord + "\"" + reason + ",");
    }

    @Test
    void saysHowFarTheStoreIsBehindWhileItIs() {
        assertThat(server.get("/api/traces").body()).doesNotContain("lag_seconds");
        server.pipeline = ApiServer.behind(Duration.ofMillis(12_900));
        assertThat(server.get("/api/health").body()).contains(",\"lag_seconds\":12,");
        assertThat(server.get("/api/traces").body()).endsWith(",\"lag_seconds\":12}\n");
    }

    @Test
    void saysWhoItIsAtTheRoot() {
        assertThat(server.get("/").body())
                .isEqualTo("{\"name\":\"ongoingai gateway\",\"status\":\"ok\",\"version\":\"1.2.3\"}\n");
    }

    @ParameterizedTest
    @EnumSource(
            value = Gate.State.class,
            names = {"STARTING", "STOPPING"})
    void everythingElseIsRefusedBehindAShutGate(Gate.State state) {
        server.state = state;
        for (String path : List.of("/", "/api/traces", "/api/traces/0190aa", "/metrics", "/nowhere")) {
            HttpResponse<String> answer = server.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).as(path).hasValue("1");
        }
    }
}
