package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.testkit.FakeUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A gateway that is told to stop while its store is away: it ends well, and the next one stores the rest. */
abstract class StopWithoutStoreContract {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CALLS = 50;

    private final FakeUpstream upstream = FakeUpstream.start();

    @TempDir
    private Path directory;

    /** Variables of a gateway on a fresh database. */
    abstract Map<String, String> variables(FakeUpstream upstream);

    abstract StoredCalls stored();

    /** Takes the store away from the gateway. */
    abstract Outage away() throws Exception;

    /** A store that is away. */
    interface Outage {
        void end() throws IOException, SQLException;
    }

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void endsWellAndTheNextStartStoresTheRestOnce() throws Exception {
        CallLoad.answeredBy(upstream);
        Map<String, String> variables = RunningGateway.keepingBodies(variables(upstream));
        variables.put(
                "ONGOINGAI_TRACING_JOURNAL_PATH", directory.resolve("journal").toString());
        Set<String> served;
        int before;
        try (GatewayProcess gateway = GatewayProcess.start(variables, directory).ready();
                CallLoad load = CallLoad.on(gateway.uri(), 2, Duration.ofMillis(5))) {
            await().atMost(PATIENCE).until(() -> !stored().rows().isEmpty());
            Outage outage = away();
            before = stored().rows().size();
            int goal = load.count() + CALLS;
            await().atMost(PATIENCE).until(() -> load.count() > goal);
            load.stop();
            assertThat(gateway.terminate()).as(gateway.log()).isZero();
            assertThat(gateway.log()).contains("the rest waits in the journal for the next start", "gateway stopped");
            outage.end();
            assertThat(load.statuses()).containsOnlyKeys(200);
            served = load.served();
        }
        assertThat(stored().rows()).hasSizeBetween(before, served.size() - CALLS / 2);

        try (GatewayProcess next = GatewayProcess.start(variables, directory).ready()) {
            JsonNode books = next.settledBooks();
            assertThat(books.path("stored").asInt()).isEqualTo(served.size());
            assertThat(books.path("accepted").asInt()).isEqualTo(served.size());
            stored().matchWithBodies(upstream, served);
            assertThat(stored().rows()).hasSize(served.size());
        }
    }
}
