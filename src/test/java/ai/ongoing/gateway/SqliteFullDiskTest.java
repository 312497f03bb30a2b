package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.Namespaces;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A SQLite file on a disk of its own that somebody else fills while calls go on; the journal stands elsewhere. */
@RunsOn(StorageDriver.SQLITE)
final class SqliteFullDiskTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Within which the writer works again once there is room. */
    private static final Duration RECOVERY = Duration.ofSeconds(10);

    private static final int CALLS = 50;

    /** The disk is mounted over its directory, for the gateway alone. */
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
    void servesOnLosesNothingAndGoesOnWhenThereIsRoomAgain() throws Exception {
        Namespaces.assumeMounting();
        CallLoad.answeredBy(upstream);
        Path disk = database.directory();
        Map<String, String> variables = RunningGateway.on(database, upstream);
        variables.put(
                "ONGOINGAI_TRACING_JOURNAL_PATH", directory.resolve("journal").toString());
        List<String> onASmallDisk = Namespaces.withDisk(16, disk);
        try (GatewayProcess gateway =
                GatewayProcess.start(onASmallDisk, variables, directory).ready()) {
            Path inside = Path.of("/proc", String.valueOf(gateway.pid()), "root" + disk);
            Soundness healthy = Soundness.of(gateway.pid());
            CallLoad load = CallLoad.on(gateway.uri(), 4, Duration.ofMillis(5));
            await().atMost(PATIENCE).until(() -> gateway.books().path("stored").asLong() > CALLS);

            fill(inside.resolve("filler"));
            await().atMost(PATIENCE)
                    .until(() ->
                            gateway.get("/api/health").path("status").asString().equals("degraded"));
            assertThat(gateway.get("/api/health").toString()).contains("disk is full");
            int served = load.count();
            await().atMost(PATIENCE).until(() -> load.count() > served + CALLS);

            Files.delete(inside.resolve("filler"));
            await().atMost(RECOVERY)
                    .until(() ->
                            gateway.get("/api/health").path("status").asString().equals("ok"));
            load.stop();
            assertThat(load.statuses()).containsOnlyKeys(200);
            assertThat(gateway.settledBooks().path("declared_lost").asLong()).isZero();
            healthy.assertUnharmed();
            stored(inside).match(upstream, load.served());
            load.close();
        }
    }

    private static void fill(Path file) throws IOException {
        byte[] page = new byte[4096];
        boolean room = true;
        try (OutputStream output = Files.newOutputStream(file)) {
            while (room) {
                output.write(page);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
            room = false;
        }
        assertThat(room).isFalse();
    }

    /** Of a copy, because SQLite would look for the file outside the gateway's namespace. Nothing is written any more. */
    private StoredCalls stored(Path inside) throws IOException {
        for (String name : List.of("ongoingai.db", "ongoingai.db-wal")) {
            Files.copy(inside.resolve(name), database.directory().resolve(name));
        }
        return StoredCalls.in(database);
    }
}
