package ai.ongoing.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures that diagnostics derive from the counters. */
final class PipelineSnapshotTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, OK",
        "499, 49, OK",
        "500, 50, ELEVATED",
        "799, 79, ELEVATED",
        "800, 80, HIGH",
        "999, 99, HIGH",
        "1000, 100, SATURATED",
        "1001, 100, SATURATED"
    })
    void ratesUtilisationAsTheContractDoes(int bytes, int percent, Pressure pressure) {
        PipelineSnapshot.Queue queue = new PipelineSnapshot.Queue(0, 0, bytes, bytes, 1000);
        PipelineSnapshot now = new PipelineSnapshot(
                new Books(0, 0, 0, 0, 0, 0),
                queue,
                Duration.ZERO,
                "",
                new PipelineSnapshot.SinceStart(0, 0, 0, 0, 0, 0),
                PipelineSnapshot.Drops.NONE,
                Map.of(),
                List.of());

        assertThat(queue.utilizationPercent()).isEqualTo(percent);
        assertThat(now.pressure()).isEqualTo(pressure);
        assertThat(queue.mostUtilizationPercent()).isEqualTo(percent);
        assertThat(now.highWatermarkPressure()).isEqualTo(pressure);
    }
}
