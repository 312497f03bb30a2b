package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.pipeline.TraceWriter;
import ai.ongoing.gateway.testkit.Answer;
import ai.ongoing.gateway.testkit.CapturedLog;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A SQLite file that another program keeps locked while calls go on. */
@RunsOn(StorageDriver.SQLITE)
final class SqliteAwayTest {

    private static final String CALL = "{\"model\":\"gpt-4o\"}";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Within which the writer works again once the file is free. */
    private static final Duration RECOVERY = Duration.ofSeconds(10);

    private static final String WAITS =
            "trace store does not take traces; they wait in the journal and are tried again";

    private final SqliteDatabase database = SqliteDatabase.create();
    private final FakeUpstream upstream = FakeUpstream.start();

    @AfterEach
    void close() {
        upstream.close();
        database.close();
    }

    @Test
    @Tag("long")
    @Tag("measured")
    void losesNoCallToALockOfHalfAMinuteUnderLoad() throws Exception {
        CallLoad.answeredBy(upstream);
        try (RunningGateway gateway =
                        RunningGateway.started(RunningGateway.keepingBodies(RunningGateway.on(database, upstream)));
                CallLoad load = CallLoad.on(gateway.uri("/"), 4, Duration.ofMillis(5));
                Connection other = database.connect();
                Statement lock = other.createStatement()) {
            Soundness healthy = Soundness.here();
            lock.execute("PRAGMA busy_timeout = 30000");
            lock.execute("BEGIN IMMEDIATE");
            await().atMost(PATIENCE)
                    .until(() -> gateway.json("/api/health").path("lag_seconds").asLong() >= 30);
            lock.execute("ROLLBACK");
            load.stop();
            assertThat(load.statuses()).containsOnlyKeys(200);
            gateway.awaitSettled();
            assertThat(gateway.books().path("declared_lost").asLong()).isZero();
            StoredCalls.in(database).matchWithBodies(upstream, load.served());
            healthy.assertUnharmed();
        }
    }

    @Test
    void callsGoOnWhileTheFileIsLockedAndAreStoredAfterwards() throws Exception {
        upstream.answer(Answer.json("200 OK", "{\"model\":\"gpt-4o-2024-08-06\"}"));
        try (RunningGateway gateway = RunningGateway.started(RunningGateway.on(database, upstream));
                CapturedLog log = new CapturedLog(TraceWriter.class);
                Connection other = database.connect();
                Statement lock = other.createStatement()) {
            lock.execute("BEGIN IMMEDIATE");
            HttpResponse<String> call = gateway.post("/openai/v1/chat/completions", CALL);
            assertThat(call.statusCode()).isEqualTo(200);

            await().atMost(PATIENCE)
                    .until(() -> gateway.get("/api/health").body().startsWith("{\"status\":\"degraded\""));
            assertThat(gateway.get("/api/health").body())
                    .contains("database is locked")
                    .contains("\"lag_seconds\":");
            assertThat(gateway.get("/readyz").statusCode()).isEqualTo(200);
            assertThat(gateway.get("/readyz").body()).contains("\"reason\":\"").contains("database is locked");
            assertThat(gateway.get("/api/traces").body()).matches("\\{\"items\":\\[],\"lag_seconds\":\\d+}\n");
            assertThat(String.valueOf(log.attributes(WAITS).get("error")))
                    .contains("database is locked")
                    .contains("let one gateway process write it, or move to PostgreSQL");

            lock.execute("ROLLBACK");
            String id = call.headers().firstValue("X-OngoingAI-Trace-ID").orElseThrow();
            await().atMost(RECOVERY).until(() -> gateway.trace(id).has("id"));
            await().atMost(RECOVERY)
                    .until(() -> gateway.get("/api/health").body().startsWith("{\"status\":\"ok\""));
        }
    }
}
