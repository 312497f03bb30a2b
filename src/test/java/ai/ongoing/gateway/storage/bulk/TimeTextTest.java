package ai.ongoing.gateway.storage.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeTextTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-20 20:51:42.155217 +0000 UTC, 2026-11-20T20:51:42.155217Z",
        "2026-11-20 20:51:42.15521746 +0000 UTC, 2026-11-20T20:51:42.155217Z",
        "2026-11-20 20:51:42 +0000 UTC m=+0.5, 2026-11-20T20:51:42Z",
        "2026-11-20T20:51:42.5Z, 2026-11-20T20:51:42.5Z",
        "2026-11-20T20:51:42+05:30, 2026-11-20T15:21:42Z",
        "2026-11-20 20:51:42.1-0800, 2026-11-21T04:51:42.1Z",
        "2026-11-20 20:51:42.000001+01:00, 2026-11-20T19:51:42.000001Z",
        "2026-11-20 20:51:42, 2026-11-20T20:51:42Z",
        "2026-11-20T20:51:42.25, 2026-11-20T20:51:42.25Z",
        "1969-12-31 23:59:59.999999 +0000 UTC, 1969-12-31T23:59:59.999999Z",
        "0001-01-01 00:00:00 +0000 UTC, 0001-01-01T00:00:00Z",
        "2024-02-29T23:59:59.999999999Z, 2024-02-29T23:59:59.999999Z"
    })
    void readsEveryLayoutTheGoProgramWroteOrAccepted(String text, Instant instant) {
        assertThat(TimeText.micros(text.getBytes(UTF_8))).isEqualTo(micros(instant));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-11-20",
                "2026-13-20 20:51:42",
                "2026-02-29 20:51:42",
                "2026-11-20 24:00:00",
                "2026-11-20 20:51:60",
                "2026-11-20 20:51:42.",
                "2026-11-20 20:51:42x",
                "2026-11-20 20:51:42 ",
                "2026-11-20 20:51:42+1",
                "2026-11-20 20:51:42+25:00",
                "infinity",
                "1795207902",
                "2026-11-20 20:51:42Zx"
            })
    void takesNothingElseForATime(String text) {
        assertThat(TimeText.micros(text.getBytes(UTF_8))).isEqualTo(TimeText.NONE);
    }

    @Test
    void readsBackWhatItWritesInOrder() {
        Random random = new Random(4711);
        long first = micros(Instant.parse("0000-01-01T00:00:00Z"));
        long last = micros(Instant.parse("9999-12-31T23:59:59.999999Z"));
        for (int i = 0; i < 20_000; i++) {
            long micros = random.nextLong(first, last + 1);
            long other =
                    i % 2 == 0 ? micros + random.nextLong(-2_000_000, 2_000_000) : random.nextLong(first, last + 1);
            String text = new String(TimeText.of(micros), UTF_8);
            assertThat(TimeText.micros(text.getBytes(UTF_8))).as(text).isEqualTo(micros);
            if (TimeText.writable(other)) {
                int order = text.compareTo(new String(TimeText.of(other), UTF_8));
                assertThat(Integer.signum(order)).as(text).isEqualTo(Long.compare(micros, other));
            }
        }
    }

    @Test
    void saysWhichYearsATextOfFourDigitsCannotHold() {
        assertThat(TimeText.writable(micros(Instant.parse("9999-12-31T23:59:59Z"))))
                .isTrue();
        assertThat(TimeText.writable(micros(Instant.parse("+10000-01-01T00:00:00Z"))))
                .isFalse();
        assertThat(TimeText.writable(micros(Instant.parse("-0001-12-31T00:00:00Z"))))
                .isFalse();
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
