package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.testkit.Answer;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** How a gateway goes down: new calls refused, running ones ended, everything stored, one file left. */
final class StopTest {

    private static final String CALL = "{\"model\":\"gpt-4o\"}";

    private final SqliteDatabase database = SqliteDatabase.create();
    private final FakeUpstream upstream = FakeUpstream.start();

    @AfterEach
    void close() {
        upstream.close();
        database.close();
    }

    @Test
    void letsARunningCallEndAndRefusesNewOnes() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        upstream.answer((request, wire) -> {
            wire.head("200 OK", "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
            wire.chunk("data: {\"model\":\"gpt-4o-2024\"}\n\n");
            begun.countDown();
            goOn.await();
            wire.chunk("data: [DONE]\n\n").lastChunk();
        });
        RunningGateway gateway = RunningGateway.started(RunningGateway.on(database, upstream));
        CompletableFuture<HttpResponse<String>> call =
                CompletableFuture.supplyAsync(() -> gateway.post("/openai/v1/chat/completions", CALL));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Boolean> stop =
                CompletableFuture.supplyAsync(() -> gateway.gateway().stop());

        await().until(() -> gateway.get("/readyz").statusCode() == 503);
        HttpResponse<String> refused = gateway.post("/openai/v1/chat/completions", CALL);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(gateway.get("/livez").statusCode()).isEqualTo(200);
        assertThat(stop).isNotDone();

        goOn.countDown();
        assertThat(call.get(10, TimeUnit.SECONDS).body()).endsWith("data: [DONE]\n\n");
        assertThat(stop.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(stored("SELECT count(*) FROM traces WHERE completion = 'complete'"))
                .isEqualTo(1);
        assertThat(upstream.received()).hasSize(1);
    }

    @Test
    void cutsACallThatNeverEndsAndRecordsItAsInterrupted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        upstream.answer((request, wire) -> {
            wire.head("200 OK", "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
            wire.chunk("data: {\"model\":\"gpt-4o-2024\"}\n\n");
            begun.countDown();
            wire.awaitPeerClose();
        });
        Map<String, String> variables = RunningGateway.on(database, upstream);
        variables.put("ONGOINGAI_SERVER_SHUTDOWN_TIMEOUT", "300ms");
        RunningGateway gateway = RunningGateway.started(variables);
        CompletableFuture<HttpResponse<String>> call =
                CompletableFuture.supplyAsync(() -> gateway.post("/openai/v1/chat/completions", CALL));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(gateway.gateway().stop()).isTrue();
        assertThat(call).failsWithin(5, TimeUnit.SECONDS);
        assertThat(stored("SELECT count(*) FROM traces WHERE completion = 'interrupted'"))
                .isEqualTo(1);
    }

    @RepeatedTest(20)
    void leavesOneCompleteFile() throws Exception {
        upstream.answer(Answer.json("200 OK", "{\"model\":\"gpt-4o-2024\"}"));
        try (RunningGateway gateway = RunningGateway.started(RunningGateway.on(database, upstream))) {
            for (int i = 0; i < 20; i++) {
                assertThat(gateway.post("/openai/v1/chat/completions", CALL).statusCode())
                        .isEqualTo(200);
            }
        }
        assertThat(database.file().resolveSibling("ongoingai.db-wal")).doesNotExist();
        java.nio.file.Path copy = database.directory().resolve("copy.db");
        Files.copy(database.file(), copy);
        assertThat(count("jdbc:sqlite:" + copy, "SELECT count(*) FROM traces")).isEqualTo(20);
    }

    private long stored(String sql) throws SQLException {
        return count(database.jdbcUrl(), sql);
    }

    private static long count(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
