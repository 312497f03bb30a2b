package ai.ongoing.gateway.transfer.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.ongoing.gateway.GatewayApplication;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.testkit.OwnPostgres;
import ai.ongoing.gateway.testkit.PostgresBinaries;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import ai.ongoing.gateway.testkit.TestStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A copy that is killed, and whose server is killed, goes on until every row has arrived, and the way back brings the same
 * rows. Seconds and rows are few enough for every build; the long profile takes many.
 */
final class KilledCopyTest {

    /** How often each one is killed: the program four times out of five. */
    private record Plan(int calls, int kills, long seed) {}

    @Test
    void everyRowArrivesHoweverOftenTheCopyOrTheServerIsKilled() throws Exception {
        run(new Plan(20_000, 5, 20261121));
    }

    @Test
    @Tag("long")
    void soItDoesWithManyMoreRowsAndKills() throws Exception {
        run(new Plan(Integer.getInteger("copy.calls", 200_000), 20, 4711));
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
            String dsn = server.dsn("postgres");
            killOften(plan, server, ((StorageSettings.Sqlite) file.settings()).file(), dsn);
            MovedHouse.copy(file.settings(), TestStore.postgres(dsn));
            assertThat(MovedHouse.contents(TestStore.postgres(dsn))).isEqualTo(first);
            MovedHouse.copy(TestStore.postgres(dsn), TestStore.sqlite(last.file()));
            assertThat(MovedHouse.contents(TestStore.sqlite(last.file()))).isEqualTo(first);
        }
    }

    private static void killOften(Plan plan, OwnPostgres server, Path file, String dsn) throws Exception {
        Random random = new Random(plan.seed());
        for (int kill = 1; kill <= plan.kills(); kill++) {
            Process copy = copying(file, dsn, plan.calls() / 20);
            try {
                copy.waitFor(300 + random.nextInt(2_500), TimeUnit.MILLISECONDS);
                if (kill % 5 == 0) {
                    server.kill();
                    server.startAgain();
                }
            } finally {
                copy.destroyForcibly().waitFor();
            }
        }
    }

    /** The program itself; what it says goes nowhere, what it did is seen in the end. */
    private static Process copying(Path file, String dsn, int chunk) throws IOException {
        ProcessBuilder program = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                GatewayApplication.class.getName(),
                "db",
                "copy",
                "--from",
                file.toString(),
                "--to",
                "env:TARGET",
                "--migrate-target",
                "--chunk-rows",
                Integer.toString(chunk)));
        program.environment().put("TARGET", dsn);
        return program.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
