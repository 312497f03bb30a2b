package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.testkit.FakeUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A gateway that is killed again and again under load, and started again. */
abstract class KillsContract {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final FakeUpstream upstream = FakeUpstream.start();

    @TempDir
    private Path directory;

    /** Variables of a gateway on a fresh database. */
    abstract Map<String, String> variables(FakeUpstream upstream);

    abstract StoredCalls stored();

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void losesNoCallToAKillAndNoneToTheNext() throws Exception {
        losesNothing(2, 150, 4, Duration.ofMillis(5));
    }

    @Test
    @Tag("long")
    void losesNoCallToTwoMinutesOfKillsUnderLoad() throws Exception {
        losesNothing(24, 1_500, 16, Duration.ofMillis(8));
    }

    /**
     * Rounds of load, each ended by SIGKILL after so many more answers.
     *
     * @param pause between two calls of a client
     */
    private void losesNothing(int kills, int answers, int clients, Duration pause) throws IOException {
        Map<String, String> variables = variables(upstream);
        Path journal = directory.resolve("journal");
        variables.put("ONGOINGAI_TRACING_JOURNAL_PATH", journal.toString());
        CallLoad.answeredBy(upstream);
        GatewayProcess gateway = GatewayProcess.start(variables, directory).ready();
        CallLoad load = CallLoad.on(gateway.uri(), clients, pause);
        for (int kill = 1; kill <= kills; kill++) {
            int goal = load.count() + answers;
            await().atMost(PATIENCE).until(() -> load.count() >= goal);
            gateway.kill();
            gateway.close();
            gateway = GatewayProcess.start(variables, directory).ready();
        }
        load.close();

        JsonNode books = gateway.settledBooks();
        assertThat(books.path("declared_lost").asLong()).isZero();
        assertThat(books.path("set_aside").asLong()).isZero();
        assertThat(books.path("accepted").asLong())
                .isEqualTo(books.path("stored").asLong());
        assertThat(gateway.terminate()).as(gateway.log()).isZero();
        gateway.close();
        assertThat(segments(journal)).as("a clean stop leaves no segment").isEmpty();
        StoredCalls stored = stored();
        stored.match(upstream, load.served());
        assertThat(stored.rows()).hasSize((int) books.path("stored").asLong());
    }

    private static List<Path> segments(Path journal) throws IOException {
        try (Stream<Path> files = Files.list(journal)) {
            return files.filter(file -> file.toString().endsWith(".segment")).toList();
        }
    }
}
