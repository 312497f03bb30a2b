package ai.ongoing.gateway.transfer.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.testkit.JvmCommand;
import ai.ongoing.gateway.testkit.OwnPostgres;
import ai.ongoing.gateway.testkit.PostgresBinaries;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.transfer.copy.CopyReport;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A copy that is killed, and whose server is killed, at random places all over the calls: it goes on each time until every
 * row has arrived, and the way back brings the same rows. Every build takes some, the long profile a million.
 */
final class KilledCopyTest {

    /** Each fifth kill is the server's, the others are the copy's own. */
    private record Plan(int calls, int kills, long seed) {

        /** Small enough that something is committed between two kills. */
        int chunk() {
            return Math.max(500, calls / (10 * kills));
        }
    }

    @Test
    void everyRowArrivesHoweverOftenTheCopyOrTheServerIsKilled() throws Exception {
        run(new Plan(200_000, 5, 20261121));
    }

    @Test
    @Tag("long")
    void soDoesEachOfAMillionCallsAfterTwentyKills() throws Exception {
        run(new Plan(Integer.getInteger("copy.calls", 1_000_000), 20, 4711));
    }

    private static void run(Plan plan) throws Exception {
        Optional<PostgresBinaries> binaries = PostgresBinaries.ofTheTestServer();
        assumeThat(binaries)
                .as("the test server's programs are of this machine")
                .isPresent();
        try (OwnPostgres server = OwnPostgres.start(binaries.orElseThrow());
                TestStore file = TestStore.open(StorageDriver.SQLITE);
                SqliteDatabase last = SqliteDatabase.create()) {
            file.gateway().close();
            try (Connection connection = file.connect()) {
                MovedHouse.fill(connection, plan.calls());
            }
            Map<String, TableHash> first = MovedHouse.contents(file.settings());
            StorageSettings middle = TestStore.postgres(server.dsn("postgres"));
            killOften(plan, server, ((StorageSettings.Sqlite) file.settings()).file());
            CopyReport there = MovedHouse.copy(file.settings(), middle);
            assertThat(there.written()).as("what was left to do").isLessThan(plan.calls() / 2);
            assertThat(MovedHouse.arrived(there)).isEqualTo(first);
            CopyReport back = MovedHouse.copy(middle, TestStore.sqlite(last.file()));
            assertThat(MovedHouse.arrived(back)).isEqualTo(first);
        }
    }

    private static void killOften(Plan plan, OwnPostgres server, Path file) throws Exception {
        Random random = new Random(plan.seed());
        for (int kill = 1; kill <= plan.kills(); kill++) {
            long place =
                    (long) plan.calls() * kill / (plan.kills() + 1) - random.nextInt(plan.calls() / plan.kills() / 2);
            Process copy = copying(file, server.dsn("postgres"), plan.chunk());
            try (BufferedReader said = copy.inputReader(StandardCharsets.UTF_8)) {
                awaitPlace(said, place);
                if (kill % 5 == 0) {
                    server.kill();
                    server.startAgain();
                }
            } finally {
                copy.destroyForcibly().waitFor();
            }
        }
    }

    private static void awaitPlace(BufferedReader said, long place) throws IOException {
        String line = said.readLine();
        while (line != null && !(line.startsWith("at ") && Long.parseLong(line.substring("at ".length())) >= place)) {
            assertThat(line).as("a copy that is to be killed at %d", place).doesNotStartWith("failed");
            line = said.readLine();
        }
        assertThat(line).as("the copy ended before it was at %d", place).isNotNull();
    }

    private static Process copying(Path file, String dsn, int chunk) throws IOException {
        return new ProcessBuilder(
                        JvmCommand.of("256m", CopyingChild.class, file.toString(), dsn, Integer.toString(chunk)))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
