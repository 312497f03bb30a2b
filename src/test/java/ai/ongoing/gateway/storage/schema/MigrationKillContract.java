package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.migration.MigrationReport;
import ai.ongoing.gateway.migration.backend.MigrationLock;
import ai.ongoing.gateway.storage.schema.MigratingChild.Verb;
import java.sql.Connection;
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
    private static final int LONG_MOMENTS = 200;

    private SortedSet<String> fresh;

    abstract SchemaBackend create();

    /** What the killed process found and what it was told to do. */
    private enum Scene {
        START_ON_NOTHING(Verb.UP),
        /** Rows, but no history: every file runs. */
        START_ON_OLD(Verb.UP),
        UNDOING(Verb.DOWN),
        DOING_AGAIN(Verb.REDO);

        private final Verb verb;

        Scene(Verb verb) {
            this.verb = verb;
        }

        /** The hash of the rows. */
        String make(SchemaBackend backend) {
            if (this == START_ON_NOTHING) {
                return "";
            }
            OldDatabase.fill(backend, 0);
            if (verb != Verb.UP) {
                start(backend);
            }
            return OldDatabase.contentHash(backend);
        }
    }

    /** How an undisturbed run goes. */
    private record Undisturbed(int statements, long nanos) {}

    @BeforeAll
    void readFreshSchema() {
        fresh = OldDatabase.freshSchema(create());
    }

    @Test
    void mendsWhatAKillBetweenTwoStatementsLeft() throws Exception {
        killBetweenStatements(
                Scene.START_ON_OLD, undisturbed(Scene.START_ON_OLD).statements() / FEW);
    }

    @Test
    void mendsWhatAKillAtAnyMomentLeft() throws Exception {
        killAtMoments(Scene.START_ON_OLD, FEW);
    }

    @Test
    void mendsWhatAKilledUndoLeft() throws Exception {
        killBetweenStatements(Scene.UNDOING, undisturbed(Scene.UNDOING).statements() / FEW);
        killBetweenStatements(Scene.DOING_AGAIN, undisturbed(Scene.DOING_AGAIN).statements() / 3);
    }

    @Test
    @Tag("long")
    void mendsWhatAKillInFrontOfEveryStatementLeft() throws Exception {
        killBetweenStatements(Scene.START_ON_OLD, 1);
        killBetweenStatements(Scene.START_ON_NOTHING, 4);
    }

    @Test
    @Tag("long")
    void mendsWhatAKillInFrontOfEveryStatementOfAnUndoLeft() throws Exception {
        killBetweenStatements(Scene.UNDOING, 2);
        killBetweenStatements(Scene.DOING_AGAIN, 1);
    }

    @Test
    @Tag("long")
    void mendsWhatAKillAtTwoHundredMomentsLeft() throws Exception {
        killAtMoments(Scene.START_ON_OLD, LONG_MOMENTS / 2);
        killAtMoments(Scene.START_ON_NOTHING, LONG_MOMENTS / 10);
        killAtMoments(Scene.UNDOING, LONG_MOMENTS * 3 / 10);
        killAtMoments(Scene.DOING_AGAIN, LONG_MOMENTS / 10);
    }

    @Test
    void doesNotMissAProcessThatIsKilledWhileItWaits() throws Exception {
        try (SchemaBackend backend = create();
                Connection holder = backend.connect();
                MigratorProcess process = MigratorProcess.start()) {
            String hash = Scene.START_ON_OLD.make(backend);
            MigrationLock.Source lock = backend.dialect().lock(holder);
            assertThat(lock.tryAcquire()).isTrue();
            process.awaitReady().command(MigratorProcess.UNHARMED, backend);
            process.await("waiting for ");
            process.kill();
            process.exitCode();
            assertThat(lock.release()).isTrue();
            assertMended(backend, hash, "killed while it waited");
        }
    }

    private void killBetweenStatements(Scene scene, int step) throws Exception {
        int statements = undisturbed(scene).statements();
        assertThat(statements).isGreaterThan(20);
        // Where it begins is chance, so that many runs meet every statement.
        int begin = new Random().nextInt(step);
        inPairs(IntStream.iterate(begin, last -> last < statements, last -> last + step)
                .mapToObj(last -> (Callable<Void>) () -> haltBehind(scene, last))
                .toList());
    }

    private void killAtMoments(Scene scene, int moments) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long longest = undisturbed(scene).nanos() * 3 / 2;
        inPairs(IntStream.range(0, moments)
                .mapToObj(i -> random.nextLong(longest))
                .map(nanos -> (Callable<Void>) () -> killAfter(scene, nanos, seed))
                .toList());
    }

    private Void haltBehind(Scene scene, int last) throws Exception {
        try (SchemaBackend backend = create();
                MigratorProcess process = MigratorProcess.start()) {
            String hash = scene.make(backend);
            process.awaitReady().command(last, scene.verb, backend);
            List<String> story = process.story();
            String when = scene + " killed behind statement " + last + ", told " + story;
            assertThat(process.exitCode()).as(when).isEqualTo(HaltingConnection.KILLED);
            assertMended(backend, hash, when);
        }
        return null;
    }

    private Void killAfter(Scene scene, long nanos, long seed) throws Exception {
        try (SchemaBackend backend = create();
                MigratorProcess process = MigratorProcess.start()) {
            String hash = scene.make(backend);
            process.awaitReady().command(MigratorProcess.UNHARMED, scene.verb, backend);
            TimeUnit.NANOSECONDS.sleep(nanos);
            process.kill();
            List<String> story = process.story();
            process.exitCode();
            assertMended(backend, hash, scene + " killed after " + nanos + " ns (seed " + seed + "), told " + story);
        }
        return null;
    }

    /** A start, and nothing else, makes it whole. */
    void assertMended(SchemaBackend backend, String hash, String when) {
        start(backend);
        OldDatabase.assertWhole(backend, fresh, when);
        if (!hash.isEmpty()) {
            assertThat(OldDatabase.contentHash(backend)).as(when).isEqualTo(hash);
        }
        assertThat(start(backend).applied()).as(when).isEmpty();
    }

    private static MigrationReport start(SchemaBackend backend) {
        try (SchemaSession session = backend.session()) {
            MigrationReport report = session.migrate();
            session.secureTenants();
            return report;
        }
    }

    private Undisturbed undisturbed(Scene scene) throws Exception {
        try (SchemaBackend backend = create();
                MigratorProcess process = MigratorProcess.start()) {
            scene.make(backend);
            process.awaitReady();
            long started = System.nanoTime();
            process.command(MigratorProcess.UNHARMED, scene.verb, backend);
            String end = process.story().getLast();
            assertThat(end).startsWith("done ").doesNotStartWith("done 0 ");
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
