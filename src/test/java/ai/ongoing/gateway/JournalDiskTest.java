package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.Namespaces;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A journal on a disk of its own that becomes full, or may not be written to any more. */
@RunsOn(StorageDriver.SQLITE)
final class JournalDiskTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final SqliteDatabase database = SqliteDatabase.create();
    private final FakeUpstream upstream = FakeUpstream.start();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        upstream.close();
        database.close();
    }

    @Test
    void servesEveryCallAndDeclaresLostExactlyWhatFoundNoRoom() throws Exception {
        // Less than a segment.
        losesExactlyWhatItDeclares(3, Map.of(), 8, this::fillWhileLocked);
    }

    /** The files that are open can still be written to, so it is told when the next one is made. */
    @Test
    void servesEveryCallWhileNoFileCanBeMadeAndDeclaresLostExactlyWhatWasNotNoted() throws Exception {
        Map<String, String> smallSegments = Map.of("ONGOINGAI_TRACING_JOURNAL_MAX_BYTES", "4194304");
        losesExactlyWhatItDeclares(64, smallSegments, 2, (gateway, load) -> {
            Namespaces.setReadOnly(gateway.pid(), journal());
            await().atMost(PATIENCE)
                    .until(() -> gateway.books().path("declared_lost").asLong() > 20);
            assertThat(gateway.get("/api/health").path("status").asString()).isEqualTo("degraded");
            assertThat(gateway.get("/api/health").toString()).contains("Read-only file system");
            // From here on no call comes that could find the trouble over.
            load.stop();
            await().during(Duration.ofSeconds(3))
                    .atMost(PATIENCE)
                    .until(() ->
                            gateway.get("/api/health").path("status").asString().equals("degraded"));
            Namespaces.setWritable(gateway.pid(), journal());
        });
    }

    private Path journal() {
        return directory.resolve("journal");
    }

    private interface Mishap {
        void befall(GatewayProcess gateway, CallLoad load) throws Exception;
    }

    private void losesExactlyWhatItDeclares(int mebibytes, Map<String, String> settings, int clients, Mishap mishap)
            throws Exception {
        Namespaces.assumeMounting();
        CallLoad.answeredBy(upstream);
        Path journal = Files.createDirectory(journal());
        Map<String, String> variables = RunningGateway.on(database, upstream);
        variables.put("ONGOINGAI_TRACING_JOURNAL_PATH", journal.toString());
        variables.putAll(settings);
        List<String> onASmallDisk = Namespaces.withDisk(mebibytes, journal);
        try (GatewayProcess gateway =
                GatewayProcess.start(onASmallDisk, variables, directory).ready()) {
            Soundness healthy = Soundness.of(gateway.pid());
            CallLoad load = CallLoad.on(gateway.uri(), clients, Duration.ofMillis(1));
            mishap.befall(gateway, load);
            await().atMost(PATIENCE)
                    .until(() ->
                            gateway.get("/api/health").path("status").asString().equals("ok"));
            load.stop();

            JsonNode books = gateway.settledBooks();
            long lost = books.path("declared_lost").asLong();
            assertThat(load.statuses()).as("what clients were answered").containsOnlyKeys(200);
            assertThat(lost).isPositive();
            assertThat(books.path("accepted").asLong())
                    .isEqualTo(books.path("stored").asLong() + lost);
            StoredCalls rows = StoredCalls.in(database);
            Set<String> stored =
                    rows.rows().stream().map(StoredCalls.Row::correlationId).collect(Collectors.toSet());
            assertThat(rows.rows()).as("rows, one a call").hasSameSizeAs(stored).hasSize((int)
                    books.path("stored").asLong());
            assertThat(StoredCalls.seenBy(upstream).stream().filter(id -> !stored.contains(id)))
                    .as("calls the provider saw, without a row")
                    .hasSize((int) lost);
            assertThat(load.served().stream().filter(id -> !stored.contains(id)))
                    .as("calls without a row")
                    .hasSize((int) lost);
            healthy.assertUnharmed();
            assertThat(gateway.log()).contains("trace queue is full; dropping trace");
            load.close();
        }
    }

    private void fillWhileLocked(GatewayProcess gateway, CallLoad load) throws SQLException {
        try (Connection other = database.connect();
                Statement lock = other.createStatement()) {
            lock.execute("PRAGMA busy_timeout = 30000");
            lock.execute("BEGIN IMMEDIATE");
            await().atMost(PATIENCE)
                    .until(() -> gateway.books().path("declared_lost").asLong() > 20);
            assertThat(gateway.get("/api/health").path("status").asString()).isEqualTo("degraded");
            assertThat(load.statuses()).containsOnlyKeys(200);
            lock.execute("ROLLBACK");
        }
    }
}
