package ai.ongoing.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long the writer waits between two tries. */
final class WriterPaceTest {

    @ParameterizedTest
    @CsvSource({"1, 25, 50", "2, 50, 100", "5, 400, 800", "8, 2500, 5000", "500, 2500, 5000"})
    void doublesTheWaitUpToFiveSecondsAndDrawsHalfOfItAtRandom(int failedTries, long least, long most) {
        for (int i = 0; i < 200; i++) {
            assertThat(WriterPace.DEFAULT.delayMillis(failedTries)).isBetween(least, most);
        }
    }
}
