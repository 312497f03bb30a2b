package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.pipeline.TraceWriter;
import ai.ongoing.gateway.testkit.Answer;
import ai.ongoing.gateway.testkit.CapturedLog;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.FileLocker;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Map;
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
                CallLoad load = CallLoad.on(gateway.uri("/"), 4, Duration.ofMillis(5))) {
            Soundness healthy = Soundness.here();
            try (FileLocker lock = FileLocker.of(database.file())) {
                await().atMost(PATIENCE)
                        .until(() ->
                                gateway.json("/api/health").path("lag_seconds").asLong() >= 30);
                lock.release();
            }
            load.stop();
            assertThat(load.statuses()).containsOnlyKeys(200);
            gateway.awaitSettled();
            assertThat(gateway.books().path("declared_lost").asLong()).isZero();
            StoredCalls.in(database).matchWithBodies(upstream, load.served());
            healthy.assertUnharmed();
        }
    }

    @Test
    void losesNoCallWhileTheFileIsGoneWithItsDirectory() throws Exception {
        CallLoad.answeredBy(upstream);
        Path data = Files.createDirectory(database.directory().resolve("data"));
        Path aside = database.directory().resolve("data-aside");
        Map<String, String> variables = RunningGateway.keepingBodies(RunningGateway.on(database, upstream));
        variables.put("ONGOINGAI_STORAGE_PATH", data.resolve("traces.db").toString());
        variables.put(
                "ONGOINGAI_TRACING_JOURNAL_PATH",
                database.directory().resolve("journal").toString());
        try (RunningGateway gateway = RunningGateway.started(variables);
                CallLoad load = CallLoad.on(gateway.uri("/"), 4, Duration.ofMillis(5))) {
            Soundness healthy = Soundness.here();
            await().atMost(PATIENCE).until(() -> load.count() > 50);
            Files.move(data, aside);
            await().atMost(PATIENCE)
                    .until(() -> gateway.get("/api/health").body().startsWith("{\"status\":\"degraded\""));
            assertThat(gateway.get("/api/health").body()).contains("traces.db is gone");
            int before = load.count();
            await().atMost(PATIENCE).until(() -> load.count() > before + 100);
            Files.move(aside, data);
            await().atMost(RECOVERY)
                    .until(() -> gateway.get("/api/health").body().startsWith("{\"status\":\"ok\""));
            load.stop();
            assertThat(load.statuses()).containsOnlyKeys(200);
            gateway.awaitSettled();
            assertThat(gateway.books().path("declared_lost").asLong()).isZero();
            assertThat(gateway.books().path("set_aside").asLong()).isZero();
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("traces.db"))) {
                StoredCalls.in(connection).matchWithBodies(upstream, load.served());
            }
            healthy.assertUnharmed();
        }
    }

    @Test
    void callsGoOnWhileTheFileIsLockedAndAreStoredAfterwards() throws Exception {
        upstream.answer(Answer.json("200 OK", "{\"model\":\"gpt-4o-2024-08-06\"}"));
        try (RunningGateway gateway = RunningGateway.started(RunningGateway.on(database, upstream));
                CapturedLog log = new CapturedLog(TraceWriter.class);
                FileLocker lock = FileLocker.of(database.file())) {
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

            lock.release();
            String id = call.headers().firstValue("X-OngoingAI-Trace-ID").orElseThrow();
            await().atMost(RECOVERY).until(() -> gateway.trace(id).has("id"));
            await().atMost(RECOVERY)
                    .until(() -> gateway.get("/api/health").body().startsWith("{\"status\":\"ok\""));
        }
    }
}
