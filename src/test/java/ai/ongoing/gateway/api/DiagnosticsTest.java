package ai.ongoing.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.http.Gate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The document that tells where every call is. */
final class DiagnosticsTest {

    private static final String PATH = "/api/diagnostics/trace-pipeline";

    private final ApiServer server = new ApiServer(new OneTrace(), List.of());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void keepsTheContractAndAddsTheBooks() {
        server.pipeline = ApiServer.behind(Duration.ofSeconds(12));
        server.state = Gate.State.DEGRADED;
        assertThat(server.get(PATH).statusCode()).isEqualTo(200);
        assertThat(server.get(PATH).body())
                .matches(
                        "\\{\"schema_version\":\"trace-pipeline-diagnostics.v1\",\"generated_at\":\"[^\"]+Z\","
                                + "\"diagnostics\":\\{\"queue_capacity\":42,\"queue_depth\":2,"
                                + "\"queue_depth_high_watermark\":32,\"queue_utilization_pct\":3,"
                                + "\"queue_high_watermark_utilization_pct\":50,\"queue_pressure_state\":\"ok\","
                                + "\"queue_high_watermark_pressure_state\":\"elevated\",\"enqueue_accepted_total\":8,"
                                + "\"enqueue_dropped_total\":1,\"write_dropped_total\":1,\"total_dropped_total\":2,"
                                + "\"last_write_drop_at\":\"1970-01-01T00:00:00Z\","
                                + "\"last_write_drop_operation\":\"write_trace\","
                                + "\"write_failures_by_class\":\\{\"timeout\":1},\"store_driver\":\"sqlite\","
                                + "\"books\":\\{\"accepted\":9,\"in_flight\":1,\"waiting\":2,\"stored\":4,\"set_aside\":1,"
                                + "\"declared_lost\":1},\"bodies_dropped_total\":0,\"journal_bytes\":2048,\"journal_max_bytes\":65536,\"recovered_total\":3,\"lag_seconds\":12,\"minutes\":\\[]}}\n");
    }

    @Test
    void isRefusedBehindAShutGate() {
        server.state = Gate.State.STARTING;
        assertThat(server.get(PATH).statusCode()).isEqualTo(503);
    }
}
