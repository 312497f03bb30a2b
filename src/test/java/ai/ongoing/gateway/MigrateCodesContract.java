package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.InstalledProgram.Run;
import ai.ongoing.gateway.migration.backend.MigrationLock;
import ai.ongoing.gateway.storage.schema.OldDatabase;
import ai.ongoing.gateway.storage.schema.SchemaBackend;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pipeline sees of the packaged program: one exit code for each kind of trouble, and a sentence on stderr. */
abstract class MigrateCodesContract {

    @TempDir
    private Path directory = Path.of("");

    private final SchemaBackend backend = create();
    private InstalledProgram program;

    abstract SchemaBackend create();

    /** Variables that lead to no database. */
    abstract Map<String, String> nowhere(Path directory);

    /** How commands end there: a server that does not answer is out of reach, a wrong path is a wrong setting. */
    abstract int codeOfNowhere();

    @BeforeEach
    void migrate() {
        program = InstalledProgram.in(directory);
        OldDatabase.fill(backend, 9);
        ends(3, "migrations are pending", "check");
        ends(0, "", "up");
        ends(0, "", "check");
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void toldApartByTheirCodes() throws SQLException {
        ends(10, "--yes", "down", "--to", "99");
        ends(0, "", "up");
        lockIsHeld();
        editedAndVanished();
        backend.execute("ALTER TABLE traces ADD COLUMN by_hand TEXT");
        ends(4, "by_hand", "check");
        backend.execute("ALTER TABLE traces DROP COLUMN by_hand");
        backend.execute("INSERT INTO schema_migrations (name) VALUES ('"
                + backend.dialect().folder() + "/999_of_the_future.sql')");
        ends(6, "999_of_the_future.sql", "up");
        backend.execute("DELETE FROM schema_migrations WHERE name LIKE '%/999%'");
        failedOutsideATransaction();
        ends(0, "", "check");
        unreachable();
    }

    private void editedAndVanished() {
        backend.execute("UPDATE schema_migrations SET checksum_up = 'v1:0' || checksum_up WHERE name LIKE '%/104%'");
        ends(4, "was changed after it was applied", "up");
        backend.execute(
                "UPDATE schema_migrations SET checksum_up = substr(checksum_up, 5), name = replace(name, 'backfill',"
                        + " 'forwardfill') WHERE name LIKE '%/104%'");
        ends(4, "104_forwardfill_lineage.sql", "check");
        backend.execute("UPDATE schema_migrations SET name = replace(name, 'forwardfill', 'backfill')");
        ends(0, "", "check");
    }

    private void lockIsHeld() throws SQLException {
        try (Connection holder = backend.connect()) {
            MigrationLock.Source lock = backend.dialect().lock(holder);
            assertThat(lock.tryAcquire()).isTrue();
            Map<String, String> impatient = new HashMap<>(backend.variables());
            impatient.put("ONGOINGAI_STORAGE_MIGRATION_LOCK_WAIT", "1s");
            ends(5, "another process holds the migration lock", impatient, "down");
            lock.release();
        }
    }

    /** As a build that failed leaves it: the file is pending, its error is kept. */
    private void failedOutsideATransaction() {
        ends(0, "", "down", "--yes");
        String name = backend.query("SELECT name FROM schema_migration_events WHERE event = 'undo' ORDER BY id")
                .getLast();
        backend.execute("INSERT INTO schema_migration_runs (name, started_at, applied_by, error) VALUES ('" + name
                + "', CURRENT_TIMESTAMP, 'a process that died', 'the disk was full')");
        ends(7, "\"ongoingai migrate up", "check");
        ends(0, "", "up");
    }

    private void unreachable() {
        ends(codeOfNowhere(), "", nowhere(directory), "status");
        ends(codeOfNowhere(), "", nowhere(directory), "up");
    }

    private void ends(int code, String words, String... command) {
        ends(code, words, backend.variables(), command);
    }

    private void ends(int code, String words, Map<String, String> variables, String... command) {
        String[] line = new String[command.length + 1];
        line[0] = "migrate";
        System.arraycopy(command, 0, line, 1, command.length);
        Run run = program.start(variables, line);
        assertThat(run.exitCode())
                .as("%s: %s", String.join(" ", line), run.err())
                .isEqualTo(code);
        assertThat(run.err()).contains(words).doesNotContain("\tat ");
        if (code != 0) {
            assertThat(run.err()).isNotBlank();
        }
    }
}
