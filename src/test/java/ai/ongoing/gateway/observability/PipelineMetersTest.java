package ai.ongoing.gateway.observability;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.pipeline.Books;
import ai.ongoing.gateway.pipeline.CallLabels;
import ai.ongoing.gateway.pipeline.PipelineSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Names, labels and buckets as they stand on the Prometheus page. */
final class PipelineMetersTest {

    private static final CallLabels CALL = new CallLabels("openai", "gpt-4o", "default", "default", "/openai/*", 200);
    private static final String LABELS = "model=\"gpt-4o\",org_id=\"default\",provider=\"openai\",route=\"/openai/*\"";

    private final PrometheusPage page = new PrometheusPage();
    private final PipelineMeters meters = new PipelineMeters(page.registry(), "sqlite");

    @AfterEach
    void close() {
        page.close();
    }

    @Test
    void countsCallsUnderTheGoProgramsNamesAndLabels() {
        meters.finished(CALL, 30);
        meters.finished(CALL, 70_000);

        for (String side : List.of("proxy", "provider")) {
            assertThat(page.text())
                    .contains("ongoingai_" + side + "_request_total{" + LABELS
                            + ",status_code=\"200\",workspace_id=\"default\"} 2.0\n")
                    .contains("ongoingai_" + side + "_request_duration_seconds_bucket{" + LABELS
                            + ",workspace_id=\"default\",le=\"0.025\"} 0\n")
                    .contains(",workspace_id=\"default\",le=\"0.05\"} 1\n")
                    .contains(",workspace_id=\"default\",le=\"10.0\"} 1\n")
                    .contains(",workspace_id=\"default\",le=\"120.0\"} 2\n")
                    .contains("ongoingai_" + side + "_request_duration_seconds_sum{" + LABELS
                            + ",workspace_id=\"default\"} 70.03\n");
        }
    }

    @Test
    void countsDropsAndFailedWrites() {
        meters.refused(CALL);
        meters.dropped("write_batch_fallback", "constraint", 3);

        assertThat(page.text())
                .contains("ongoingai_trace_queue_dropped_total{" + LABELS
                        + ",status_code=\"200\",workspace_id=\"default\"} 1.0\n")
                .contains("ongoingai_trace_write_failed_total{error_class=\"constraint\","
                        + "operation=\"write_batch_fallback\",store=\"sqlite\"} 3.0\n");
    }

    @Test
    void showsWhatThePipelineCountsItself() {
        meters.bind(() -> new PipelineSnapshot(
                new Books(10, 1, 2, 3, 3, 1),
                new PipelineSnapshot.Queue(2, 5, 4096, 8192, 65536),
                Duration.ofMillis(2_500),
                "",
                new PipelineSnapshot.SinceStart(0, 9, 1, 0, 3, 3),
                PipelineSnapshot.Drops.NONE,
                Map.of(),
                List.of()));
        meters.flushed(3, 2_000_000);
        System.gc();

        assertThat(page.text())
                .contains("ongoingai_trace_queue_depth 2.0\n")
                .contains("ongoingai_trace_queue_capacity 42.0\n")
                .contains("ongoingai_trace_journal_bytes 4096.0\n")
                .contains("ongoingai_trace_lag_seconds 2.5\n")
                .contains("ongoingai_trace_enqueued_total 9.0\n")
                .contains("ongoingai_trace_written_total 3.0\n")
                .contains("ongoingai_traces_total{outcome=\"accepted\"} 10.0\n")
                .contains("ongoingai_traces_total{outcome=\"stored\"} 3.0\n")
                .contains("ongoingai_traces_total{outcome=\"set_aside\"} 3.0\n")
                .contains("ongoingai_traces_total{outcome=\"lost\"} 1.0\n")
                .contains("ongoingai_trace_flush_duration_seconds_bucket{le=\"0.0025\"} 1\n")
                .contains("ongoingai_trace_flush_batch_size_sum 3.0\n");
    }

    @Test
    void givesOnlyTheFirstModelsALabelOfTheirOwn() {
        for (int i = 0; i < 1_000_000; i++) {
            meters.finished(CALL.withModel("model-" + i), 1);
        }
        meters.finished(CALL.withModel("model-0"), 1);

        String text = page.text();
        assertThat(text.lines().filter(line -> line.startsWith("ongoingai_proxy_request_total{")))
                .hasSize(PipelineMeters.MOST_MODELS + 1);
        assertThat(text)
                .contains("ongoingai_proxy_request_total{model=\"other\",org_id=\"default\",provider=\"openai\","
                        + "route=\"/openai/*\",status_code=\"200\",workspace_id=\"default\"} "
                        + (1_000_000 - PipelineMeters.MOST_MODELS) + ".0\n");
    }

    @Test
    void showsTheProcessAndItsJvm() {
        assertThat(page.text())
                .contains("jvm_memory_used_bytes")
                .contains("jvm_threads_live_threads")
                .contains("process_uptime_seconds")
                .contains("process_cpu_usage")
                .contains("process_files_open_files");
    }
}
