package ai.ongoing.gateway.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.provider.NormalizedUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exact sums, rounded once, half to even. */
final class RatesTest {

    @ParameterizedTest
    @CsvSource({"499, 0", "500, 0", "501, 1", "1499, 1", "1500, 2", "2500, 2", "2501, 3", "3500, 4"})
    void roundsHalfToEven(long picoDollars, long nanoDollars) {
        Rates rates = new Rates(picoDollars, 0L, null, null, null);
        assertThat(rates.nanoDollars(new NormalizedUsage(1, 0, 0, 0, 0))).isEqualTo(nanoDollars);
    }

    @Test
    void roundsOnceForTheWholeCall() {
        // 400 + 400 + 400 pico-dollars: rounded one by one they would vanish
        Rates rates = new Rates(400L, 400L, 400L, null, null);
        assertThat(rates.nanoDollars(new NormalizedUsage(1, 1, 0, 0, 1))).isEqualTo(1);
    }

    @Test
    void leavesTheRangeOfLongsWithoutLosingADigit() {
        Rates rates = new Rates(999_999_999_999L, 1L, null, null, null);
        long tokens = 1_000_000_000;
        assertThat(rates.nanoDollars(new NormalizedUsage(tokens, 0, 0, 0, 500))).isEqualTo(999_999_999_999_000_000L);
        assertThat(rates.nanoDollars(new NormalizedUsage(tokens, 0, 0, 0, 501))).isEqualTo(999_999_999_999_000_001L);
    }

    @Test
    void givesUpOnCostsThatNoLongHolds() {
        Rates rates = new Rates(1_000_000_000_000L, 0L, null, null, null);
        assertThat(rates.nanoDollars(new NormalizedUsage(1_000_000_000_000_000L, 0, 0, 0, 0)))
                .isNull();
    }

    @Test
    void agreesWithDecimalArithmeticEverywhere() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            long input = random.nextLong(2_000_000);
            long output = random.nextLong(2_000_000);
            long inputRate = random.nextLong(200_000_000);
            long outputRate = random.nextLong(200_000_000);
            BigDecimal expected = BigDecimal.valueOf(input)
                    .multiply(BigDecimal.valueOf(inputRate))
                    .add(BigDecimal.valueOf(output).multiply(BigDecimal.valueOf(outputRate)))
                    .movePointLeft(3)
                    .setScale(0, RoundingMode.HALF_EVEN);
            Rates rates = new Rates(inputRate, outputRate, null, null, null);
            assertThat(rates.nanoDollars(new NormalizedUsage(input, 0, 0, 0, output)))
                    .as("seed %s, round %s", seed, i)
                    .isEqualTo(expected.longValueExact());
        }
    }
}
