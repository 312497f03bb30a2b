package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.migration.MigrationReport;
import ai.ongoing.gateway.migration.backend.MigrationLock;
import ai.ongoing.gateway.storage.schema.MigratingChild.Verb;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
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
    private static final int TOGETHER = 12;
    /** What {@code kill -9} leaves as exit code. */
    private static final int KILLED = 137;

    private static final int FEW = 5;
    private static final int LONG_MOMENTS = 200;
    private static final int TURNS = 3;

    private final Map<Scene, Template> templates = new ConcurrentHashMap<>();
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

    /** A scene made once; every kill has a copy of its own. */
    private record Template(SchemaBackend backend, String hash) {}

    /** How an undisturbed run goes. */
    private record Undisturbed(int statements, long nanos) {}

    @BeforeAll
    void readFreshSchema() {
        fresh = OldDatabase.freshSchema(create());
    }

    @AfterAll
    void closeTemplates() {
        templates.values().forEach(template -> template.backend().close());
    }

    @Test
    void mendsWhatAKillBetweenTwoStatementsLeft() throws Exception {
        killBetweenStatements(
                Scene.START_ON_OLD, undisturbed(Scene.START_ON_OLD, 1).statements() / FEW);
    }

    @Test
    void mendsWhatAKillAtAnyMomentLeft() throws Exception {
        killAtMoments(Scene.START_ON_OLD, FEW);
    }

    @Test
    void mendsWhatAKilledUndoLeft() throws Exception {
        killBetweenStatements(Scene.UNDOING, undisturbed(Scene.UNDOING, 1).statements() / FEW);
        killBetweenStatements(
                Scene.DOING_AGAIN, undisturbed(Scene.DOING_AGAIN, 1).statements() / 3);
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
        int statements = undisturbed(scene, 1).statements();
        assertThat(statements).isGreaterThan(20);
        // Where it begins is chance, so that many runs meet every statement.
        int begin = new Random().nextInt(step);
        List<Integer> lasts = IntStream.iterate(begin, last -> last < statements, last -> last + step)
                .boxed()
                .toList();
        inPairs(lasts, some -> killStopped(scene, some));
    }

    /** Where the program is over before most of these moments, as on a fast machine, there are as many again that come sooner. */
    private void killAtMoments(Scene scene, int moments) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long first = undisturbed(scene, Math.min(moments, TOGETHER)).nanos() * 3 / 2;
        AtomicInteger midway = new AtomicInteger();
        for (int turn = 0; turn < TURNS && midway.get() < moments / 10; turn++) {
            long longest = first >> (2 * turn);
            List<Long> lives = IntStream.range(0, moments)
                    .mapToObj(i -> random.nextLong(longest))
                    .toList();
            inPairs(lives, some -> midway.addAndGet(killRunning(scene, some, seed)));
        }
        assertThat(midway.get())
                .as("%s: killed before they were over, of %d a turn, in up to %d ns", scene, moments, first)
                .isGreaterThanOrEqualTo(moments / 10);
    }

    private void killStopped(Scene scene, List<Integer> lasts) throws Exception {
        try (Targets targets = new Targets();
                MigratorProcess process = MigratorProcess.start()) {
            targets.make(scene, lasts.size());
            process.awaitReady();
            for (int i = 0; i < lasts.size(); i++) {
                process.command(lasts.get(i), scene.verb, targets.backend(i));
            }
            for (int i = 0; i < lasts.size(); i++) {
                assertThat(process.story(i)).endsWith(MigratingChild.STOPPED);
            }
            process.kill();
            assertThat(process.exitCode()).isEqualTo(KILLED);
            for (int i = 0; i < lasts.size(); i++) {
                targets.assertMended(
                        i, scene + " killed behind statement " + lasts.get(i) + ", told " + process.story(i));
            }
        }
    }

    /** How many were not over yet. */
    private int killRunning(Scene scene, List<Long> lives, long seed) throws Exception {
        List<Long> longestFirst =
                lives.stream().sorted(Comparator.reverseOrder()).toList();
        try (Targets targets = new Targets();
                MigratorProcess process = MigratorProcess.start()) {
            targets.make(scene, lives.size());
            process.awaitReady();
            long end = System.nanoTime() + longestFirst.getFirst();
            for (int i = 0; i < lives.size(); i++) {
                TimeUnit.NANOSECONDS.sleep(end - longestFirst.get(i) - System.nanoTime());
                process.command(MigratorProcess.UNHARMED, scene.verb, targets.backend(i));
            }
            TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
            process.kill();
            assertThat(process.exitCode()).isEqualTo(KILLED);
            int midway = 0;
            for (int i = 0; i < lives.size(); i++) {
                List<String> story = process.story(i);
                midway += story.getLast().startsWith("done ") ? 0 : 1;
                targets.assertMended(
                        i, scene + " killed after " + longestFirst.get(i) + " ns (seed " + seed + "), told " + story);
            }
            return midway;
        }
    }

    /** The databases that one process works on. */
    private final class Targets implements AutoCloseable {

        private final List<SchemaBackend> backends = new ArrayList<>();
        private final List<String> hashes = new ArrayList<>();

        void make(Scene scene, int count) {
            Template template = templates.computeIfAbsent(scene, made -> {
                SchemaBackend backend = create();
                return new Template(backend, made.make(backend));
            });
            for (int i = 0; i < count; i++) {
                backends.add(template.backend().copy());
                hashes.add(template.hash());
            }
        }

        SchemaBackend backend(int i) {
            return backends.get(i);
        }

        void assertMended(int i, String when) {
            MigrationKillContract.this.assertMended(backends.get(i), hashes.get(i), when);
        }

        @Override
        public void close() {
            backends.forEach(SchemaBackend::close);
        }
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

    private Undisturbed undisturbed(Scene scene, int together) throws Exception {
        try (Targets targets = new Targets();
                MigratorProcess process = MigratorProcess.start()) {
            targets.make(scene, together);
            process.awaitReady();
            long started = System.nanoTime();
            for (int i = 0; i < together; i++) {
                process.command(MigratorProcess.UNHARMED, scene.verb, targets.backend(i));
            }
            String end = "";
            for (int i = 0; i < together; i++) {
                end = process.story(i).getLast();
                assertThat(end).startsWith("done ").doesNotStartWith("done 0 ");
            }
            return new Undisturbed(
                    Integer.parseInt(end.substring(end.lastIndexOf(' ') + 1)), System.nanoTime() - started);
        }
    }

    /** One process is killed with several databases in its hands: most of what a kill costs is the process. */
    private static <T> void inPairs(List<T> kills, Killing<T> killing) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<Void>> processes = new ArrayList<>();
            for (int i = 0; i < kills.size(); i += TOGETHER) {
                List<T> some = kills.subList(i, Math.min(i + TOGETHER, kills.size()));
                processes.add(() -> {
                    killing.kill(some);
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(processes)) {
                done.get();
            }
        }
    }

    /** What one process does until it is killed. */
    private interface Killing<T> {
        void kill(List<T> some) throws Exception;
    }
}
