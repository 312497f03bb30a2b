package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.startup.AfterStart;
import ai.ongoing.gateway.testkit.Answer;
import ai.ongoing.gateway.testkit.CapturedLog;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A PostgreSQL that goes away and comes back while calls go on. */
@RunsOn(StorageDriver.POSTGRES)
final class StoreAwayTest {

    private static final String CALL = "{\"model\":\"gpt-4o\"}";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PostgresDatabase database = PostgresDatabase.create();
    private final FakeUpstream upstream = FakeUpstream.start();

    @AfterEach
    void close() {
        upstream.close();
        database.close();
    }

    @Test
    void callsGoOnDegradedAndAreStoredWhenItIsBack() {
        upstream.answer(Answer.json("200 OK", "{\"model\":\"gpt-4o-2024-08-06\"}"));
        try (RunningGateway gateway = RunningGateway.started(RunningGateway.on(database, upstream))) {
            connections(false);
            await().atMost(PATIENCE)
                    .until(() -> gateway.get("/api/health").body().startsWith("{\"status\":\"degraded\""));
            assertThat(gateway.get("/api/health").statusCode()).isEqualTo(200);
            assertThat(gateway.get("/readyz").statusCode()).isEqualTo(200);
            assertThat(gateway.get("/readyz").body()).startsWith("{\"status\":\"degraded\",\"reason\":\"PostgreSQL ");

            HttpResponse<String> list = gateway.get("/api/traces");
            assertThat(list.statusCode()).isEqualTo(503);
            assertThat(list.headers().firstValue("Retry-After")).isPresent();
            HttpResponse<String> call = gateway.post("/openai/v1/chat/completions", CALL);
            assertThat(call.statusCode()).isEqualTo(200);

            connections(true);
            String id = call.headers().firstValue("X-OngoingAI-Trace-ID").orElseThrow();
            await().atMost(PATIENCE).until(() -> gateway.trace(id).has("id"));
            await().atMost(PATIENCE)
                    .until(() -> gateway.get("/api/health").body().startsWith("{\"status\":\"ok\""));
        }
    }

    @Test
    void anEmptyStoreSaysThatTracesLieInTheOldFile() {
        upstream.answer(Answer.json("200 OK", "{\"model\":\"gpt-4o-2024-08-06\"}"));
        try (SqliteDatabase file = SqliteDatabase.create();
                CapturedLog log = new CapturedLog(AfterStart.class)) {
            try (RunningGateway before = RunningGateway.started(RunningGateway.on(file, upstream))) {
                before.post("/openai/v1/chat/completions", CALL);
            }
            Map<String, String> variables = RunningGateway.on(database, upstream);
            variables.put("ONGOINGAI_STORAGE_PATH", file.file().toString());
            try (RunningGateway switched = RunningGateway.started(variables)) {
                await().untilAsserted(() -> assertThat(log.lines())
                        .singleElement()
                        .satisfies(line -> assertThat(line)
                                .startsWith("WARN ")
                                .contains(file.file().toString())));
                assertThat(switched.get("/api/traces").body()).isEqualTo("{\"items\":[]}\n");
            }
        }
    }

    /** Lets the database take connections, or ends all it has and refuses new ones. */
    private void connections(boolean allowed) {
        String name = database.name();
        database.asAdministrator(
                "ALTER DATABASE " + name + " ALLOW_CONNECTIONS " + allowed,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE NOT " + allowed + " AND datname = '"
                        + name + "'");
    }
}
