package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A database that the Go program wrote, opened by a whole gateway: what it shows is what the Go program showed. */
final class AdoptedDatabaseTest {

    private static final Path FIXTURES = Path.of("").toAbsolutePath().resolveSibling("shared/fixtures/ongoingai");

    /** What the Go program's output and a trace of the API have in common. */
    private static final List<String> SHARED = List.of(
            "timestamp",
            "created_at",
            "provider",
            "model",
            "request_method",
            "request_path",
            "response_status",
            "input_tokens",
            "output_tokens",
            "total_tokens",
            "latency_ms",
            "time_to_first_token_ms",
            "time_to_first_token_us",
            "estimated_cost_usd",
            "lineage",
            "metadata");

    private final SqliteDatabase database = SqliteDatabase.create();
    private final FakeUpstream upstream = FakeUpstream.start();

    @AfterEach
    void close() {
        upstream.close();
        database.close();
    }

    @Test
    void showsEveryTraceAsTheGoProgramDid() throws IOException {
        Path fixture = existing().resolve("ongoingai-sqlite.db");
        Files.copy(fixture, database.file());
        JsonNode golden =
                JsonMapper.shared().readTree(Files.readString(existing().resolve("debug-chain.v1.json")));
        try (RunningGateway gateway = RunningGateway.started(RunningGateway.on(database, upstream))) {
            JsonNode list =
                    JsonMapper.shared().readTree(gateway.get("/api/traces").body());
            assertThat(list.path("items").size()).isEqualTo(3);
            Iterator<JsonNode> checkpoints =
                    golden.path("chain").path("checkpoints").iterator();
            assertThat(checkpoints).hasNext();
            checkpoints.forEachRemaining(
                    shown -> compare(shown, gateway.trace(shown.path("id").asString())));
        }
    }

    private static void compare(JsonNode shown, JsonNode trace) {
        for (String field : SHARED) {
            assertThat(trace.path(field))
                    .as(shown.path("id").asString() + " " + field)
                    .isEqualTo(shown.path(field));
        }
    }

    /** A checkout may lie a folder deeper than the shared one. */
    private static Path existing() {
        Path folder = FIXTURES;
        for (Path above = Path.of("").toAbsolutePath().getParent();
                above != null && !Files.isDirectory(folder);
                above = above.getParent()) {
            folder = above.resolve("shared/fixtures/ongoingai");
        }
        Assumptions.assumeTrue(Files.isDirectory(folder), "no fixtures: " + FIXTURES + " is absent");
        return folder;
    }
}
