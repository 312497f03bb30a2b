package ai.ongoing.gateway.transfer.copy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.TestStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A copy whose process, or whose server process, is killed again and again: it goes on each time, arrives, and comes back
 * as what it was.
 */
@RunsOn(StorageDriver.POSTGRES)
final class CopyKillTest {

    /** Calls in every layout of time that a file may hold. */
    private static final String FILL = """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $ROWS)
            INSERT INTO traces (id, timestamp, created_at, provider, model, request_method, request_path, request_headers,
                request_body, response_status, response_body, input_tokens, estimated_cost_usd, metadata)
            SELECT lower(hex(randomblob(16))),
                CASE i % 5 WHEN 0 THEN '2026-11-20 20:51:42.15521746 +0000 UTC' WHEN 1 THEN '2026-11-20T20:51:42.155217Z'
                    WHEN 2 THEN '2026-11-20 22:51:42+02:00' WHEN 3 THEN '2026-11-20 20:51:42'
                    ELSE '2026-11-20 20:51:42.5 +0000 UTC m=+0.000000001' END,
                '2026-11-20 20:51:' || printf('%02d', i % 60) || ' +0000 UTC',
                'openai', 'gpt-4o', 'POST', '/v1', '{"b":1, "a":[' || i || ']}', hex(randomblob(200)), 200,
                hex(randomblob(200)), i, i * 0.1, CASE i % 3 WHEN 0 THEN '' ELSE '{"i":' || i || '}' END
            FROM n""";

    @Test
    void arrivesThroughSixKillsAndComesBackTheSame() throws Exception {
        arrives(20_000, 6);
    }

    @Test
    @Tag("long")
    void manyCallsArriveThroughTwentyKillsAndComeBackTheSame() throws Exception {
        arrives(Integer.getInteger("copy.rows", 100_000), 20);
    }

    private void arrives(int rows, int kills) throws Exception {
        Random random = new Random(20261121);
        try (End from = End.migrated(StorageDriver.SQLITE);
                PostgresDatabase server = PostgresDatabase.create();
                End home = End.empty(StorageDriver.SQLITE)) {
            from.execute(FILL.replace("$ROWS", Integer.toString(rows)));
            for (int kill = 1; kill <= kills; kill++) {
                long at = (long) rows * kill / (kills + 1) - random.nextInt(rows / (2 * kills));
                boolean ours = kill % 3 != 0;
                killed(from, server, at, ours);
            }
            Endpoint middle = new Endpoint("--end", TestStore.postgres(server.dsn()));
            CopyReport there = copy(from.as("--from"), middle);
            assertThat(there.verified()).as(there.text()).isTrue();
            assertThat(there.written()).as("what was left to do").isLessThan(there.rows());
            CopyReport back = copy(middle, home.as("--to"));
            assertThat(back.verified()).as(back.text()).isTrue();
            assertThat(back.tables())
                    .extracting(TableReport::target)
                    .isEqualTo(there.tables().stream().map(TableReport::source).toList());
        }
    }

    private static CopyReport copy(Endpoint from, Endpoint to) {
        CopyRequest request = new CopyRequest(from, to, true, false, 2_000, BadText.FAIL, () -> false);
        return new DatabaseCopy(request, CopyObserver.SILENT).run(3, 20);
    }

    /** Starts a copy and kills it, or the server's process that serves it, once so many rows are behind it. */
    private static void killed(End from, PostgresDatabase server, long at, boolean ours) throws Exception {
        Path file = ((StorageSettings.Sqlite) from.settings()).file();
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CopyingChild.class.getName(),
                        file.toString(),
                        server.dsn()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said = child.inputReader(StandardCharsets.UTF_8)) {
            boolean pending = true;
            String last = "";
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (pending && line.startsWith("at ") && Long.parseLong(line.substring(3)) >= at) {
                    pending = false;
                    if (ours) {
                        kill(child.pid()); // not by its handle: that would close its output under the reader
                    } else {
                        killServerProcess(server);
                    }
                }
                assertThat(line).doesNotStartWith("done");
                last = line;
            }
            assertThat(pending)
                    .as("the copy ended before it was killed: " + last)
                    .isFalse();
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private static void kill(long pid) throws IOException {
        new ProcessBuilder("kill", "-9", Long.toString(pid)).start().onExit().join();
    }

    /** The server then ends all its processes and recovers, as after any crash of one of them. */
    private static void killServerProcess(PostgresDatabase server) throws SQLException, IOException {
        try (Connection connection = server.connectAsSuperuser();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pid FROM pg_stat_activity WHERE datname ="
                        + " current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
                        + " ORDER BY (query LIKE 'COPY%') DESC LIMIT 1")) {
            if (!row.next()) {
                return;
            }
            long pid = row.getLong(1);
            boolean here = ProcessHandle.of(pid)
                    .flatMap(process -> process.info().command())
                    .filter(command -> command.contains("postgres"))
                    .isPresent();
            if (here) {
                new ProcessBuilder("kill", "-9", Long.toString(pid))
                        .start()
                        .onExit()
                        .join();
            } else {
                statement.execute("SELECT pg_terminate_backend(" + pid + ")"); // a server in a container
            }
        }
    }
}
