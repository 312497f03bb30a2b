package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose journal is deleted under it, while calls go on. */
@RunsOn(StorageDriver.SQLITE)
final class JournalTakenAwayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

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
    void servesOnMakesItAgainAndLosesNoCall() throws IOException {
        CallLoad.answeredBy(upstream);
        Path journal = directory.resolve("journal");
        Map<String, String> variables = RunningGateway.keepingBodies(RunningGateway.on(database, upstream));
        variables.put("ONGOINGAI_TRACING_JOURNAL_PATH", journal.toString());
        try (RunningGateway gateway = RunningGateway.started(variables);
                CallLoad load = CallLoad.on(gateway.uri("/"), 2, Duration.ofMillis(5))) {
            Soundness healthy = Soundness.here();
            for (int time = 1; time <= 3; time++) {
                int goal = load.count() + 50;
                await().atMost(PATIENCE).until(() -> load.count() > goal);
                delete(journal);
                await().atMost(PATIENCE).until(() -> Files.exists(journal.resolve("lock")));
            }
            load.stop();
            assertThat(load.statuses()).containsOnlyKeys(200);
            gateway.awaitSettled();
            assertThat(gateway.books().path("declared_lost").asLong()).isZero();
            StoredCalls.in(database).matchWithBodies(upstream, load.served());
            healthy.assertUnharmed();
        }
        assertThat(files(journal)).extracting(Path::getFileName).containsOnly(Path.of("checkpoint"), Path.of("lock"));
    }

    /** Not the directory itself: the gateway may be making it again at the same moment. */
    private static void delete(Path journal) throws IOException {
        for (Path file : files(journal)) {
            Files.deleteIfExists(file);
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
