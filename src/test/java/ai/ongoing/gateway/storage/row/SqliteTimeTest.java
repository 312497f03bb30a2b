package ai.ongoing.gateway.storage.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SqliteTimeTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T12:00:00Z, 2026-11-20 12:00:00 +0000 UTC",
        "2026-11-20T12:00:00.5Z, 2026-11-20 12:00:00.5 +0000 UTC",
        "2026-11-20T12:00:00.155217Z, 2026-11-20 12:00:00.155217 +0000 UTC",
        "2026-11-20T20:51:42.155217460Z, 2026-11-20 20:51:42.15521746 +0000 UTC",
    })
    void writesWhatTheOlderProgramWrites(String instant, String text) {
        assertThat(SqliteTime.text(Instant.parse(instant))).isEqualTo(text);
        assertThat(SqliteTime.parse(text)).isEqualTo(Instant.parse(instant));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T12:00:00Z, 2026-11-20T12:00:00Z",
        "2026-11-20T12:00:00.25Z, 2026-11-20T12:00:00.25Z",
        "2026-11-20 14:00:00.25+02:00, 2026-11-20T12:00:00.25Z",
        "2026-11-20 07:00:00-0500, 2026-11-20T12:00:00Z",
        "2026-11-20 14:00:00 +0200 CEST, 2026-11-20T12:00:00Z",
        "2026-11-20 12:00:00, 2026-11-20T12:00:00Z",
        "2026-11-20T12:00:00.125, 2026-11-20T12:00:00.125Z",
        "2026-11-20 12:00:00.5 +0000 UTC m=+0.012, 2026-11-20T12:00:00.5Z",
    })
    void readsEveryOlderLayout(String text, String instant) {
        assertThat(SqliteTime.parse(text)).isEqualTo(Instant.parse(instant));
    }

    /** The order of the texts is the order of the instants, whole seconds and every length of fraction mixed. */
    @Test
    void sortsAsTextInTheOrderOfTime() {
        Random random = new Random(1);
        List<Instant> instants = IntStream.range(0, 5_000)
                .mapToObj(i -> Instant.ofEpochSecond(
                        1_763_600_000 + random.nextInt(3),
                        random.nextInt(1000) * (long) Math.pow(10, random.nextInt(7))))
                .toList();
        List<String> byTime = instants.stream().sorted().map(SqliteTime::text).toList();
        List<String> byText = instants.stream().map(SqliteTime::text).sorted().toList();
        assertThat(byText).isEqualTo(byTime);
    }

    @Test
    void refusesWhatIsNoTime() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SqliteTime.parse("yesterday"))
                .withMessage("a stored time is in no known layout: \"yesterday\"");
    }
}
