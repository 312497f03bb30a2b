package ai.ongoing.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long the writer waits between two tries. */
final class WriterPaceTest {

    @ParameterizedTest
    @CsvSource({"1, 25, 50", "2, 50, 100", "5, 400, 800", "8, 1000, 2000", "500, 1000, 2000"})
    void doublesTheWaitUpToTwoSecondsAndDrawsHalfOfItAtRandom(int failedTries, long least, long most) {
        for (int i = 0; i < 200; i++) {
            assertThat(WriterPace.DEFAULT.delayMillis(failedTries)).isBetween(least, most);
        }
    }
}
