package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.testkit.Answer;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The Prometheus page of a whole gateway: there when switched on, at its own path, and nowhere otherwise. */
final class MetricsTest {

    private final SqliteDatabase database = SqliteDatabase.create();
    private final FakeUpstream upstream = FakeUpstream.start();

    @AfterEach
    void close() {
        upstream.close();
        database.close();
    }

    @Test
    void countsCallsUnderTheGoProgramsNames() {
        upstream.answer(Answer.json("200 OK", "{\"model\":\"gpt-4o-2024-08-06\"}"));
        Map<String, String> variables = RunningGateway.on(database, upstream);
        variables.put("ONGOINGAI_PROMETHEUS_ENABLED", "true");
        variables.put("ONGOINGAI_PROMETHEUS_PATH", "/figures");
        try (RunningGateway gateway = RunningGateway.started(variables)) {
            gateway.post("/openai/v1/chat/completions", "{\"model\":\"gpt-4o\"}");
            await().untilAsserted(() -> assertThat(gateway.get("/figures").body())
                    .contains("ongoingai_trace_written_total 1.0")
                    .contains("ongoingai_upstream_connections_idle{provider=\"openai\"} 1.0")
                    .contains("ongoingai_upstream_connections_used{provider=\"openai\"} 0.0")
                    .contains("ongoingai_upstream_calls_waiting{provider=\"anthropic\"} 0.0")
                    .contains("ongoingai_upstream_failures_total{kind=\"connect\",provider=\"openai\"} 0.0")
                    .containsPattern("ongoingai_proxy_request_total\\{.*model=\"gpt-4o\".*\\} 1.0"));
            assertThat(gateway.get("/metrics").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void isNotThereUnlessSwitchedOn() {
        try (RunningGateway gateway = RunningGateway.started(RunningGateway.on(database, upstream))) {
            assertThat(gateway.get("/metrics").statusCode()).isEqualTo(404);
        }
    }
}
