package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.ongoing.gateway.InstalledProgram.Run;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.ProcessStatus;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a copy by the packaged program holds in memory of its own, on its own heap, when far more than that passes through. */
@Tag("long")
final class CopyMemoryIT {

    private static final long MOST_MIB = 256;
    private static final int BODIES = 350;
    private static final String ANONYMOUS = "RssAnon";

    @TempDir
    private Path directory = Path.of("");

    /** A body of a MiB a call, and at the end some of four. */
    private static void fill(Path file) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
                    INSERT INTO traces (id, timestamp, provider, model, request_method, request_path, request_body)
                    SELECT printf('%%08d', i), '2026-01-01 00:00:00 +0000 UTC', 'openai', 'm', 'POST', '/v1',
                           hex(randomblob(CASE WHEN i > %d THEN 2097152 ELSE 524288 END))
                    FROM n""".formatted(BODIES + 4, BODIES));
        }
    }

    /** The most that the process held resident and that is no mapped file, in MiB; looked at every few milliseconds. */
    private static long mostAnonymous(Run run) throws InterruptedException {
        long most = 0;
        while (!run.process().waitFor(5, TimeUnit.MILLISECONDS)) {
            most = Math.max(most, ProcessStatus.mebibytes(run.process().pid(), ANONYMOUS));
        }
        return most;
    }

    private static void copies(InstalledProgram program, Map<String, String> variables, String from, String to)
            throws Exception {
        Run run = program.start(variables, "db", "copy", "--from", from, "--to", to, "--migrate-target");
        long most = mostAnonymous(run);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("traces: Found " + (BODIES + 4) + " records → Migrated " + (BODIES + 4));
        assertThat(most).as("MiB, from %s", from).isBetween(32L, MOST_MIB - 1);
    }

    @Test
    void staysBelow256MebibytesBothWays() throws Exception {
        assumeThat(ProcessStatus.mebibytes(ProcessHandle.current().pid(), ANONYMOUS))
                .as("this system tells in /proc/PID/status, as %s, what a process holds", ANONYMOUS)
                .isPositive();
        InstalledProgram program = InstalledProgram.in(directory);
        Path file = program.standing().resolve("a.db");
        Run schema = program.start(Map.of(), "migrate", "up", "--db", file.toString());
        assertThat(schema.exitCode()).as(schema.err()).isZero();
        fill(file);
        try (PostgresDatabase server = PostgresDatabase.create()) {
            Map<String, String> variables = Map.of("SERVER", server.dsn());
            copies(program, variables, "a.db", "env:SERVER");
            copies(program, variables, "env:SERVER", "b.db");
        }
    }
}
