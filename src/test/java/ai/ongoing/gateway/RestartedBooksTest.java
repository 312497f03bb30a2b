package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.HandClock;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The books outlive the process; its minutes tell what happened in it. */
@RunsOn(StorageDriver.SQLITE)
final class RestartedBooksTest {

    private final SqliteDatabase database = SqliteDatabase.create();
    private final FakeUpstream upstream = FakeUpstream.start();
    private final HandClock clock = new HandClock();

    @AfterEach
    void close() {
        upstream.close();
        database.close();
    }

    @Test
    void theFirstMinuteAfterARestartIsBalancedAndHoldsTheNewCallsAlone() {
        CallLoad.answeredBy(upstream);
        Map<String, String> variables = RunningGateway.on(database, upstream);

        assertThat(minuteWith(variables, 3, 3)).isEqualTo(3);
        assertThat(minuteWith(variables, 2, 5)).isEqualTo(2);
    }

    /** Stored calls of the one closed minute of a gateway that takes some calls. */
    private long minuteWith(Map<String, String> variables, int calls, int storedInAll) {
        try (RunningGateway gateway = RunningGateway.started(variables, clock)) {
            for (int i = 0; i < calls; i++) {
                assertThat(gateway.post("/openai/v1/chat/completions", "{\"model\":\"gpt-4o\"}")
                                .statusCode())
                        .isEqualTo(200);
            }
            await().until(() -> gateway.books().path("stored").asLong() == storedInAll);
            clock.move(Duration.ofMinutes(1));
            // A batch is on its way out of the journal for a moment longer than the books show it.
            await().until(() -> !minutes(gateway).isEmpty());

            JsonNode minutes = minutes(gateway);
            assertThat(minutes).hasSize(1);
            JsonNode minute = minutes.get(0);
            assertThat(minute.path("balanced").asBoolean()).as("%s", minute).isTrue();
            assertThat(minute.path("accepted").asLong()).isEqualTo(calls);
            assertThat(minute.path("open").asLong()).isZero();
            return minute.path("stored").asLong();
        }
    }

    private static JsonNode minutes(RunningGateway gateway) {
        return gateway.json("/api/diagnostics/trace-pipeline")
                .path("diagnostics")
                .path("minutes");
    }
}
