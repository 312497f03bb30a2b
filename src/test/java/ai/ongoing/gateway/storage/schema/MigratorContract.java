package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.config.MigrationMode;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.MigrationReport;
import ai.ongoing.gateway.migration.MigrationSettings;
import ai.ongoing.gateway.migration.backend.MigrationLock;
import ai.ongoing.gateway.migration.file.MigrationFiles;
import ai.ongoing.gateway.migration.run.Migrator;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the engine promises on every backend. */
abstract class MigratorContract {

    static final String TABLE =
            "-- +goose Up\nCREATE TABLE fruit (name TEXT NOT NULL);\n-- +goose Down\nDROP TABLE fruit;\n";
    private static final String ROW =
            "-- +goose Up\nINSERT INTO fruit VALUES ('pear');\n-- +goose Down\nDELETE FROM fruit;\n";

    private SchemaBackend backend;

    abstract SchemaBackend create();

    @BeforeEach
    void openDatabase() {
        backend = create();
    }

    @AfterEach
    void closeDatabase() {
        backend.close();
    }

    /** Files of these texts, numbered from 100, behind the shipped ones that were inherited. */
    MigrationFiles files(String... texts) {
        String folder = backend.dialect().folder();
        Map<String, String> byName = new TreeMap<>();
        for (int i = 0; i < texts.length; i++) {
            byName.put(folder + "/" + (100 + i) + "_step.sql", texts[i]);
        }
        String baseline = "-- irreversible: it is the start\n-- +goose Up\nCREATE TABLE start_of_all (name TEXT);\n";
        return MigrationFiles.of(folder, backend.dialect().syntax(), byName, baseline);
    }

    MigrationReport up(MigrationFiles files, MigrationSettings settings) throws SQLException {
        try (Connection connection = backend.connect()) {
            backend.dialect().prepare(connection, settings.lockWait());
            try (MigrationLock lock = new MigrationLock(backend.dialect().lock(connection), settings)) {
                return new Migrator(files, backend.dialect(), settings).up(connection, lock);
            }
        }
    }

    MigrationReport up(String... texts) throws SQLException {
        return up(files(texts), SchemaBackend.SETTINGS);
    }

    String name(int number) {
        return backend.dialect().folder() + "/" + number + "_step.sql";
    }

    SchemaBackend backend() {
        return backend;
    }

    static MigrationSettings settings(RecordingObserver observer) {
        return new MigrationSettings("0.1.0", Duration.ofSeconds(30), observer);
    }

    private static MigrationSettings settings(String version, Duration wait) {
        return new MigrationSettings(version, wait, new RecordingObserver());
    }

    @Test
    void bringsAnEmptyDatabaseToTheNewestFile() {
        try (SchemaSession session = backend.session()) {
            MigrationReport report = session.migrate();
            assertThat(report.baselined()).isTrue();
            assertThat(report.applied()).isNotEmpty().allMatch(name -> name.matches("[a-z]+/1\\d\\d_.*"));
            assertThat(report.current()).isEqualTo(backend.history().size());
        }
    }

    @Test
    void writesWhoAppliedWhatAndHowItIsUndone() throws SQLException {
        up(TABLE);
        assertThat(backend.query("SELECT app_version || '|' || substr(checksum_up, 1, 3) || '|' || compat_floor || '|'"
                        + " || down_sql || '|' || (duration_ms >= 0) FROM schema_migrations"))
                .singleElement()
                .asString()
                .startsWith("0.1.0-SNAPSHOT|v1:|0.1.0|DROP TABLE fruit;");
    }

    @Test
    void doesNothingAndTakesNoLockWhenNothingIsPending() throws SQLException {
        up(TABLE);
        try (Connection other = backend.connect()) {
            backend.dialect().prepare(other, Duration.ZERO);
            MigrationLock.Source held = backend.dialect().lock(other);
            assertThat(held.tryAcquire()).isTrue();
            MigrationReport report = up(files(TABLE), settings("0.1.0", Duration.ZERO));
            assertThat(report.applied()).isEmpty();
            assertThat(report.current()).isEqualTo(1);
            assertThat(held.release()).isTrue();
        }
    }

    @Test
    void appliesEveryFileOnceWhenFiveStartAtOnce() throws Exception {
        List<MigrationReport> reports = fiveAtOnce(() -> {
            try (SchemaSession session = backend.session()) {
                return session.migrate();
            }
        });
        List<String> applied =
                reports.stream().flatMap(report -> report.applied().stream()).toList();
        assertThat(reports).filteredOn(MigrationReport::baselined).hasSize(1);
        assertThat(applied).doesNotHaveDuplicates();
        assertThat(backend.history()).containsAll(applied);
    }

    @Test
    void appliesEveryFileOnceEvenWhenNobodyKeepsToTheLock() throws Exception {
        up(TABLE);
        MigrationSettings settings = SchemaBackend.SETTINGS.withoutBackup();
        MigrationFiles files = files(TABLE, ROW, ROW, ROW, ROW);
        List<MigrationReport> reports = fiveAtOnce(() -> {
            try (Connection connection = backend.connect();
                    MigrationLock lock = new MigrationLock(new EverybodysLock(), settings)) {
                backend.dialect().prepare(connection, settings.lockWait());
                return new Migrator(files, backend.dialect(), settings).up(connection, lock);
            }
        });
        assertThat(reports.stream().flatMap(report -> report.applied().stream()))
                .containsExactlyInAnyOrder(name(101), name(102), name(103), name(104));
        assertThat(backend.query("SELECT name FROM fruit")).hasSize(4);
    }

    /** Whoever asks has it. */
    private static final class EverybodysLock implements MigrationLock.Source {

        @Override
        public boolean tryAcquire() {
            return true;
        }

        @Override
        public boolean release() {
            return true;
        }

        @Override
        public String holder() {
            return "everybody";
        }
    }

    private static List<MigrationReport> fiveAtOnce(Callable<MigrationReport> runner) throws Exception {
        CountDownLatch gate = new CountDownLatch(5);
        List<MigrationReport> reports = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(5)) {
            Callable<MigrationReport> gated = () -> {
                gate.countDown();
                gate.await();
                return runner.call();
            };
            for (Future<MigrationReport> done : threads.invokeAll(Collections.nCopies(5, gated))) {
                reports.add(done.get());
            }
        }
        return reports;
    }

    @Test
    void rollsBackTheWholeFileAndItsClaimWhenAStatementFails() throws SQLException {
        String broken = """
                -- +goose Up
                INSERT INTO fruit VALUES ('fig');

                UPDATE fruit
                  SET prais = 1;
                -- +goose Down
                DELETE FROM fruit;
                """;
        assertThatThrownBy(() -> up(TABLE, broken))
                .isInstanceOfSatisfying(
                        MigrationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FAILED))
                .message()
                .startsWith("migration " + name(101) + " (up) failed at statement 2 of 2, line 5 col 7: ")
                .contains("\n    5 |   SET prais = 1\n" + " ".repeat(14) + "^\n")
                .endsWith(
                        ". The transaction was rolled back; nothing of this file was applied. Mend the cause, then run \"ongoingai migrate up\"."
                                + " 1 of 2 migrations are applied.");
        assertThat(backend.history()).containsExactly(name(100));
        assertThat(backend.query("SELECT name FROM fruit")).isEmpty();
        assertThat(up(TABLE, ROW).applied()).containsExactly(name(101));
    }

    @Test
    void refusesAFileThatWasChangedAfterItWasApplied() throws SQLException {
        up(TABLE);
        assertThatThrownBy(() -> up(TABLE.replace("name TEXT", "name  TEXT")))
                .isInstanceOfSatisfying(
                        MigrationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CHANGED))
                .hasMessageContaining("migration " + name(100) + " was changed after it was applied on ");
        assertThat(up(TABLE.replace("DROP TABLE fruit", "DROP TABLE IF EXISTS fruit"))
                        .applied())
                .isEmpty();
    }

    @Test
    void refusesRowsOfAProgramItDoesNotKnow() throws SQLException {
        up(TABLE);
        backend.execute("INSERT INTO schema_migrations (name) VALUES ('other/007_new.sql')");
        assertThatThrownBy(() -> up(TABLE))
                .isInstanceOfSatisfying(
                        MigrationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NEWER))
                .hasMessageContaining("other/007_new.sql")
                .hasMessageContaining("migrate adopt");
    }

    @Test
    void runsOnANewerSchemaOnlyAsFarAsItsFloorAllows() throws SQLException {
        up(files(TABLE, "-- breaking: 0.3.0\n" + ROW), settings("0.4.0", Duration.ofSeconds(5)));
        assertThat(up(files(TABLE), settings("0.3.0", Duration.ofSeconds(5))).warnings())
                .singleElement()
                .asString()
                .contains(name(101), "0.3.0");
        assertThatThrownBy(() -> up(files(TABLE), settings("0.2.9", Duration.ofSeconds(5))))
                .isInstanceOfSatisfying(
                        MigrationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NEWER))
                .hasMessageContaining("needs version 0.3.0 or newer; this is 0.2.9");
    }

    @Test
    void namesTheHolderWhenTheWaitForTheLockIsOver() throws SQLException {
        RecordingObserver observer = new RecordingObserver();
        try (Connection other = backend.connect()) {
            backend.dialect().prepare(other, Duration.ZERO);
            MigrationLock.Source held = backend.dialect().lock(other);
            assertThat(held.tryAcquire()).isTrue();
            MigrationSettings impatient = new MigrationSettings("0.1.0", Duration.ofMillis(300), observer);
            assertThatThrownBy(() -> up(files(TABLE), impatient))
                    .isInstanceOfSatisfying(
                            MigrationException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.LOCKED))
                    .hasMessageMatching(
                            "(?s)another process holds the migration lock: p.*\\d+.*Nothing was changed\\. When it is done, run \"ongoingai migrate up\" again\\.");
            assertThat(observer.holders).hasSize(1);
            assertThat(held.release()).isTrue();
        }
        assertThat(up(TABLE).applied()).containsExactly(name(100));
    }

    @Test
    void waitsForTheLockAndThenFindsTheWorkDone() throws Exception {
        RecordingObserver observer = new RecordingObserver();
        MigrationSettings patient = new MigrationSettings("0.1.0", Duration.ofSeconds(30), observer);
        try (ExecutorService threads = Executors.newSingleThreadExecutor();
                Connection first = backend.connect()) {
            backend.dialect().prepare(first, Duration.ofSeconds(5));
            MigrationLock lock = new MigrationLock(backend.dialect().lock(first), patient);
            lock.acquire();
            Future<MigrationReport> second = threads.submit(() -> up(files(TABLE), patient));
            org.awaitility.Awaitility.await().until(() -> !observer.holders.isEmpty());
            new Migrator(files(TABLE), backend.dialect(), patient).up(first, lock);
            lock.close();
            assertThat(second.get().applied()).isEmpty();
        }
        assertThat(observer.applied).filteredOn(name(100)::equals).hasSize(1);
    }

    @Test
    void runsAFileOutsideATransactionOnceAndForgetsItsProgress() throws SQLException {
        String outside = "-- transaction: none\n-- +goose Up\n"
                + backend.outsideTransaction().replace("traces", "fruit") + ";\n-- +goose Down\n"
                + backend.outsideTransaction().replace("traces", "fruit") + ";\n";
        assertThat(up(TABLE, outside).applied()).containsExactly(name(100), name(101));
        assertThat(up(TABLE, outside).applied()).isEmpty();
        assertThat(backend.query("SELECT name FROM schema_migration_runs")).isEmpty();
    }

    @Test
    void keepsTheErrorOfAFileOutsideATransactionAndTriesItAgain() throws SQLException {
        String table = "-- +goose Up\nCREATE TABLE bad (name TEXT);\n-- +goose Down\nDROP TABLE bad;\n";
        String outside = """
                -- transaction: none
                -- +goose Up
                INSERT INTO missing VALUES ('x');
                -- +goose Down
                DELETE FROM missing;
                """;
        assertThatThrownBy(() -> up(table, outside))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining(
                        "it removes what the attempt left and tries again. 1 of 2 migrations are applied.");
        assertThat(backend.query("SELECT error FROM schema_migration_runs"))
                .singleElement()
                .asString()
                .contains("missing");
        backend.execute("CREATE TABLE missing (name TEXT)");
        assertThat(up(table, outside).applied()).containsExactly(name(101));
    }

    @Test
    void refusesATableOfAnotherTool() {
        backend.execute("CREATE TABLE schema_migrations (version TEXT, dirty TEXT)");
        assertThatThrownBy(() -> up(TABLE))
                .isInstanceOf(MigrationException.class)
                .hasMessageStartingWith("the table schema_migrations belongs to another tool (by its shape"
                        + " golang-migrate): its columns are dirty, version, expected name and applied_at.");
    }

    @Test
    void onlyLooksWhenToldToCheck() {
        SchemaSession check =
                new SchemaSession(backend::connect, backend.dialect(), MigrationMode.CHECK, SchemaBackend.SETTINGS);
        try (check) {
            assertThatThrownBy(check::migrate)
                    .isInstanceOfSatisfying(
                            MigrationException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.PENDING))
                    .hasMessageEndingWith("or start once with storage.migrations: auto.");
        }
        assertThat(backend.snapshot()).isEmpty();
        try (SchemaSession session = backend.session()) {
            session.migrate();
        }
        try (check) {
            assertThat(check.migrate().applied()).isEmpty();
        }
    }
}
