package ai.ongoing.gateway.journal.books;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.testkit.CapturedLog;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Trouble that lasts is told, trouble that comes and goes does not fill the log. */
final class TroubleTest {

    private static final String BEGAN =
            "ERROR the journal cannot take records; calls are served, and what finds no room is lost";
    private static final String OVER = "INFO the journal takes records again";

    private final CapturedLog log = new CapturedLog(Trouble.class);
    private long nanos = Long.MAX_VALUE - 5;
    private final Trouble trouble = new Trouble(() -> nanos);

    @AfterEach
    void close() {
        log.close();
    }

    private void pass(int seconds) {
        nanos += Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void troubleThatReturnsSoonIsToldOnceItLasts() {
        trouble.met("full");
        trouble.over();
        pass(3);
        trouble.met("full");
        assertThat(log.lines()).containsExactly(BEGAN, OVER);

        pass(8);
        trouble.met("full");
        pass(100);
        trouble.met("full");
        assertThat(log.lines()).containsExactly(BEGAN, OVER, BEGAN);
        trouble.over();
        assertThat(log.lines()).containsExactly(BEGAN, OVER, BEGAN, OVER);
    }

    @Test
    void troubleThatComesAndGoesIsToldEveryTenSeconds() {
        for (int second = 0; second < 20; second++) {
            trouble.met("full");
            trouble.over();
            pass(1);
        }
        assertThat(log.lines()).containsExactly(BEGAN, OVER, BEGAN, OVER);
        assertThat(trouble.now()).isEmpty();
    }
}
