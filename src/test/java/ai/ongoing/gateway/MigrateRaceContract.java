package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.InstalledProgram.Run;
import ai.ongoing.gateway.migration.backend.MigrationLock;
import ai.ongoing.gateway.storage.schema.OldDatabase;
import ai.ongoing.gateway.storage.schema.SchemaBackend;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Eight operators type {@code migrate up} at once, on the packaged program: one applies, seven wait, none fails. */
abstract class MigrateRaceContract {

    private static final int PROCESSES = 8;
    private static final int LONG_ROUNDS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String WAITING = "waiting for the migration lock, held by ";

    @TempDir
    private Path directory = Path.of("");

    private SortedSet<String> fresh;
    private InstalledProgram program;

    abstract SchemaBackend create();

    @BeforeEach
    void install() {
        fresh = OldDatabase.freshSchema(create());
        program = InstalledProgram.in(directory);
    }

    @Test
    void oneAppliesAfterAllHaveWaited() throws SQLException {
        emptyDatabase(true);
        oldDatabase(true);
    }

    /** Every other round at full tilt: who comes late finds the work done and never waits. */
    @Test
    @Tag("long")
    void oneAppliesInEveryRound() throws SQLException {
        for (int round = 0; round < LONG_ROUNDS; round++) {
            boolean gated = round % 4 < 2;
            if (round % 2 == 0) {
                emptyDatabase(gated);
            } else {
                oldDatabase(gated);
            }
        }
    }

    private void emptyDatabase(boolean gated) throws SQLException {
        try (SchemaBackend backend = create()) {
            race(backend, gated);
            OldDatabase.assertWhole(backend, fresh, "after a race on an empty database");
        }
    }

    private void oldDatabase(boolean gated) throws SQLException {
        try (SchemaBackend backend = create()) {
            OldDatabase.fill(backend, 9);
            String before = OldDatabase.contentHash(backend);
            race(backend, gated);
            OldDatabase.assertWhole(backend, fresh, "after a race on an old database");
            assertThat(OldDatabase.contentHash(backend)).isEqualTo(before);
        }
    }

    private void race(SchemaBackend backend, boolean gated) throws SQLException {
        List<Run> runs = new ArrayList<>();
        try {
            if (gated) {
                startBehindAHeldLock(backend, runs);
            } else {
                start(backend, runs);
            }
            List<Run> appliers = new ArrayList<>();
            for (Run run : runs) {
                assertThat(run.exitCode()).as(run.err()).isZero();
                assertThat(run.err().lines())
                        .allMatch(line -> line.startsWith(WAITING) || line.startsWith("the database is copied to "));
                if (run.out().contains("successfully migrated database to version: ")) {
                    appliers.add(run);
                } else {
                    assertThat(run.out()).startsWith("no migrations to run; current version: ");
                }
            }
            assertThat(appliers).as("processes that applied files").hasSize(1);
        } finally {
            runs.forEach(run -> run.process().destroyForcibly());
        }
    }

    private void startBehindAHeldLock(SchemaBackend backend, List<Run> runs) throws SQLException {
        try (Connection holder = backend.connect()) {
            MigrationLock.Source gate = backend.dialect().lock(holder);
            assertThat(gate.tryAcquire()).isTrue();
            start(backend, runs);
            for (Run run : runs) {
                await().atMost(PATIENCE).until(() -> run.err().contains(WAITING));
            }
            assertThat(gate.release()).isTrue();
        }
    }

    private void start(SchemaBackend backend, List<Run> runs) {
        for (int i = 0; i < PROCESSES; i++) {
            runs.add(program.start(backend.variables(), "migrate", "up"));
        }
    }
}
