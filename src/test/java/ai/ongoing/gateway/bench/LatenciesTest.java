package ai.ongoing.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Percentiles are exact. */
final class LatenciesTest {

    @Test
    void namesTheValueThatTheShareDoesNotExceed() {
        Latencies latencies = new Latencies();
        for (int i = 100_000; i >= 1; i--) {
            latencies.add(i * 1_000_000L);
        }
        assertThat(latencies.count()).isEqualTo(100_000);
        assertThat(latencies.millisAt(0.5)).isEqualTo(50_000);
        assertThat(latencies.millisAt(0.99)).isEqualTo(99_000);
        assertThat(latencies.millisAt(1)).isEqualTo(100_000);
    }

    @Test
    void isZeroWithoutCalls() {
        assertThat(new Latencies().millisAt(0.5)).isZero();
    }
}
