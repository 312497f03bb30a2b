package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A start killed anywhere leaves nothing that the next start does not mend by itself: the same schema as a fresh one,
 * every row kept.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MigrationKillContract {

    private static final int AT_ONCE = 2;
    private static final int FEW = 5;
    private static final int LONG_MOMENTS = 100;

    private SortedSet<String> fresh;

    abstract SchemaBackend create();

    /** What the killed start found. */
    private enum Found {
        EMPTY,
        /** Rows, but no history: every file runs. */
        OLD;

        void make(SchemaBackend backend) {
            if (this == OLD) {
                OldDatabase.fill(backend, 0);
            }
        }
    }

    /** How an undisturbed start goes. */
    private record Undisturbed(int statements, long nanos) {}

    @BeforeAll
    void readFreshSchema() {
        fresh = OldDatabase.freshSchema(create());
    }

    @Test
    void mendsWhatAKillBetweenTwoStatementsLeft() throws Exception {
        killBetweenStatements(Found.OLD, undisturbed(Found.OLD).statements() / FEW);
    }

    @Test
    void mendsWhatAKillAtAnyMomentLeft() throws Exception {
        killAtMoments(Found.OLD, FEW);
    }

    @Test
    @Tag("long")
    void mendsWhatAKillInFrontOfEveryStatementLeft() throws Exception {
        killBetweenStatements(Found.OLD, 1);
        killBetweenStatements(Found.EMPTY, 4);
    }

    @Test
    @Tag("long")
    void mendsWhatAKillAtHundredMomentsLeft() throws Exception {
        killAtMoments(Found.OLD, LONG_MOMENTS * 4 / 5);
        killAtMoments(Found.EMPTY, LONG_MOMENTS / 5);
    }

    private void killBetweenStatements(Found found, int step) throws Exception {
        int statements = undisturbed(found).statements();
        assertThat(statements).isGreaterThan(50);
        inPairs(IntStream.iterate(0, last -> last < statements, last -> last + step)
                .mapToObj(last -> (Callable<Void>) () -> haltBehind(found, last))
                .toList());
    }

    private void killAtMoments(Found found, int moments) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long longest = undisturbed(found).nanos() * 3 / 2;
        inPairs(IntStream.range(0, moments)
                .mapToObj(i -> random.nextLong(longest))
                .map(nanos -> (Callable<Void>) () -> killAfter(found, nanos, seed))
                .toList());
    }

    private Void haltBehind(Found found, int last) throws Exception {
        try (SchemaBackend backend = create();
                MigratorProcess process = MigratorProcess.start()) {
            found.make(backend);
            String hash = found == Found.OLD ? OldDatabase.contentHash(backend) : "";
            process.awaitReady().command(last, backend);
            List<String> story = process.story();
            String when = "killed behind statement " + last + ", told " + story;
            assertThat(process.exitCode()).as(when).isEqualTo(HaltingConnection.KILLED);
            assertMended(backend, hash, when);
        }
        return null;
    }

    private Void killAfter(Found found, long nanos, long seed) throws Exception {
        try (SchemaBackend backend = create();
                MigratorProcess process = MigratorProcess.start()) {
            found.make(backend);
            String hash = found == Found.OLD ? OldDatabase.contentHash(backend) : "";
            process.awaitReady().command(MigratorProcess.UNHARMED, backend);
            TimeUnit.NANOSECONDS.sleep(nanos);
            process.kill();
            List<String> story = process.story();
            process.exitCode();
            assertMended(backend, hash, "killed after " + nanos + " ns (seed " + seed + "), told " + story);
        }
        return null;
    }

    private void assertMended(SchemaBackend backend, String hash, String when) {
        try (SchemaSession session = backend.session()) {
            session.migrate();
            session.secureTenants();
        }
        OldDatabase.assertWhole(backend, fresh, when);
        if (!hash.isEmpty()) {
            assertThat(OldDatabase.contentHash(backend)).as(when).isEqualTo(hash);
        }
        try (SchemaSession session = backend.session()) {
            assertThat(session.migrate().applied()).as(when).isEmpty();
        }
    }

    private Undisturbed undisturbed(Found found) throws Exception {
        try (SchemaBackend backend = create();
                MigratorProcess process = MigratorProcess.start()) {
            found.make(backend);
            process.awaitReady();
            long started = System.nanoTime();
            process.command(MigratorProcess.UNHARMED, backend);
            String end = process.story().getLast();
            assertThat(end).startsWith("done ");
            return new Undisturbed(
                    Integer.parseInt(end.substring(end.lastIndexOf(' ') + 1)), System.nanoTime() - started);
        }
    }

    private static void inPairs(List<Callable<Void>> kills) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<Void> done : threads.invokeAll(kills)) {
                done.get();
            }
        }
    }
}
