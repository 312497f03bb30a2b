package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Eight processes start at once, index files outside transactions among the files: one applies, none fails. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MigrationRaceContract {

    private static final int PROCESSES = 8;
    private static final int ROUNDS = 2;
    private static final int LONG_ROUNDS = 20;

    private final List<MigratorProcess> processes = new ArrayList<>();
    private SortedSet<String> fresh;
    private int waits;

    abstract SchemaBackend create();

    /** Words that name a holder on this backend. */
    abstract String holder();

    @BeforeAll
    void startProcesses() throws IOException {
        fresh = OldDatabase.freshSchema(create());
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(MigratorProcess.start());
        }
        for (MigratorProcess process : processes) {
            process.awaitReady();
        }
    }

    @AfterAll
    void endProcesses() {
        processes.forEach(MigratorProcess::close);
    }

    @Test
    void oneAppliesAndSevenFindTheWorkDone() throws IOException {
        race(ROUNDS);
        assertThat(waits).as("processes that told whom they wait for").isPositive();
    }

    @Test
    @Tag("long")
    void oneAppliesAndSevenFindTheWorkDoneEveryTime() throws IOException {
        race(LONG_ROUNDS);
        assertThat(waits).as("processes that told whom they wait for").isGreaterThan(LONG_ROUNDS);
    }

    private void race(int rounds) throws IOException {
        for (int round = 0; round < rounds; round++) {
            emptyDatabase();
            oldDatabase();
        }
    }

    private void emptyDatabase() throws IOException {
        try (SchemaBackend backend = create()) {
            race(backend);
            OldDatabase.assertWhole(backend, fresh, "after a race on an empty database");
        }
    }

    private void oldDatabase() throws IOException {
        try (SchemaBackend backend = create()) {
            OldDatabase.fill(backend, 9);
            String before = OldDatabase.contentHash(backend);
            race(backend);
            OldDatabase.assertWhole(backend, fresh, "after a race on an old database");
            assertThat(OldDatabase.contentHash(backend)).isEqualTo(before);
        }
    }

    private void race(SchemaBackend backend) throws IOException {
        for (MigratorProcess process : processes) {
            process.command(MigratorProcess.UNHARMED, backend);
        }
        List<String> ends = new ArrayList<>();
        StringBuilder complaints = new StringBuilder();
        for (MigratorProcess process : processes) {
            List<String> story = process.story();
            ends.add(story.getLast());
            complaints.append(process.complaints());
            for (String line : story) {
                if (line.startsWith("waiting for ")) {
                    assertThat(line).matches("waiting for (" + holder() + "|a .*)");
                    waits++;
                }
            }
        }
        assertThat(ends).as("%s %s", ends, complaints).allMatch(end -> end.startsWith("done "));
        assertThat(ends)
                .as("%s", ends)
                .filteredOn(end -> !end.startsWith("done 0 "))
                .hasSize(1);
    }
}
