package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.GatewayDatabase;
import ai.ongoing.gateway.storage.schema.SchemaSession;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.TestStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C while a copy runs, as a process feels it. */
@RunsOn(StorageDriver.SQLITE)
final class CopyInterruptTest {

    private static final String FILL = """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
            INSERT INTO traces (id, timestamp, provider, model, request_method, request_path, request_body)
            SELECT printf('%08d', i), '2026-01-01 00:00:00 +0000 UTC', 'openai', 'm', 'POST', '/v1', hex(randomblob(300))
            FROM n""";

    @TempDir
    Path directory;

    private Process start(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "ai.ongoing.gateway.GatewayApplication",
                "db",
                "copy",
                "--from",
                "a.db",
                "--to",
                "b.db",
                "--migrate-target",
                "--chunk-rows",
                "1000"));
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(directory.resolve("err.txt").toFile())
                .start();
    }

    private void fill() throws Exception {
        try (GatewayDatabase gateway = new GatewayDatabase()) {
            gateway.open(TestStore.sqlite(directory.resolve("a.db")));
            try (SchemaSession schema = gateway.schema()) {
                schema.migrate();
            }
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("a.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(FILL);
        }
    }

    @Test
    void endsWith130SaysHowToGoOnAndGoesOn() throws Exception {
        fill();
        Process copy = start("--json");
        try (BufferedReader said = copy.inputReader(StandardCharsets.UTF_8)) {
            boolean told = false;
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (!told && line.contains("\"event\":\"progress\"") && line.contains("traces")) {
                    told = true;
                    new ProcessBuilder("kill", "-INT", Long.toString(copy.pid()))
                            .start()
                            .waitFor();
                }
            }
            assertThat(told).as("the copy was running").isTrue();
        }
        assertThat(copy.waitFor()).isEqualTo(130);
        assertThat(Files.readString(directory.resolve("err.txt")))
                .contains("stopped; every chunk that was committed stays. To go on, run the same command again");

        Process again = start();
        String said = new String(again.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(again.waitFor()).as(said).isZero();
        assertThat(said).contains("Going on with copy ", "traces: Found 60000 records", " were there)");
    }
}
