package ai.ongoing.gateway.transfer.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.testkit.Samples;
import ai.ongoing.gateway.trace.Trace;
import ai.ongoing.gateway.transfer.part.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a copy promises, in any direction. */
abstract class CopyContract {

    End from;
    End to;

    abstract StorageDriver source();

    abstract StorageDriver target();

    @BeforeEach
    void openEnds() {
        from = End.migrated(source());
        to = End.empty(target());
    }

    @AfterEach
    void closeEnds() {
        from.close();
        to.close();
    }

    CopyReport copy() {
        return copy(false);
    }

    private CopyReport copy(boolean truncate) {
        return copy(new CopyRequest(from.as("--from"), to.as("--to"), true, truncate, 40, BadText.FAIL, () -> false));
    }

    static CopyReport copy(CopyRequest request) {
        return new DatabaseCopy(request, CopyObserver.SILENT).run(1, 1);
    }

    private CopyRequest stoppedBy(boolean truncate, BooleanSupplier cancelled) {
        return new CopyRequest(from.as("--from"), to.as("--to"), true, truncate, 40, BadText.FAIL, cancelled);
    }

    static List<Trace> traces(int count) {
        List<Trace> traces = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Trace trace = Samples.trace(Samples.newId(), Samples.FINISHED.plusMillis(i));
            traces.add(i % 3 == 0 ? Samples.of(Tenant.of("acme", "research"), trace) : trace);
        }
        return traces;
    }

    private void addKey() throws Exception {
        String now = source() == StorageDriver.SQLITE ? "1764000000123456" : "'2025-11-24T16:00:00.123456Z'";
        from.execute("INSERT INTO gateway_keys (id, token_hash, name, permissions, created_at)"
                + " VALUES ('gwk_1', 'hash-1', 'first', '[\"proxy:write\"]', " + now + ")");
    }

    private long total(CopyReport report) {
        return report.tables().stream()
                .mapToLong(table -> table.target().rows())
                .sum();
    }

    @Test
    void everyRowOfEveryTableArrivesAndIsProven() throws Exception {
        from.store(traces(250));
        addKey();
        CopyReport report = copy();
        assertThat(report.verified()).as(report.text()).isTrue();
        assertThat(report.tables())
                .extracting(TableReport::name)
                .startsWith("organizations", "workspaces")
                .hasSize(4);
        assertThat(total(report)).isEqualTo(250 + 2 + 2 + 1).isEqualTo(report.rows());
        assertThat(to.value("SELECT count(*) FROM traces")).isEqualTo("250");
        assertThat(to.value("SELECT state FROM copy_jobs")).isEqualTo("verified");
        assertThat(to.value("SELECT report_text FROM copy_jobs"))
                .contains("traces: 250 rows")
                .contains("arrived");
        assertThat(to.value("SELECT report_json FROM copy_jobs")).contains("\"rows\":250");
        assertThat(to.value("SELECT count(*) FROM copy_chunks WHERE table_name = 'traces'"))
                .isEqualTo("1");
    }

    @Test
    void aSecondRunFindsNothingToDoAndOneAfterNewRowsBringsOnlyThose() throws Exception {
        from.store(traces(130));
        copy();
        CopyReport again = copy();
        assertThat(again.written()).isZero();
        assertThat(again.verified()).isTrue();
        from.store(traces(17));
        CopyReport delta = copy();
        assertThat(delta.written()).isEqualTo(17);
        assertThat(delta.verified()).as(delta.text()).isTrue();
        assertThat(to.value("SELECT count(*) FROM traces")).isEqualTo("147");
        assertThat(to.value("SELECT count(*) FROM copy_jobs")).isEqualTo("1");
    }

    @Test
    void aRunThatGoesOnTellsWhatCameEarlierFromWhatItBrings() {
        from.store(traces(130));
        copy();
        from.store(IntStream.range(0, 17)
                .mapToObj(number -> Samples.trace("f".repeat(30) + (10 + number), Samples.FINISHED))
                .toList());
        List<String> told = new ArrayList<>();
        CopyObserver hearing = new CopyObserver() {
            @Override
            public void found(long rows) {
                told.add("found " + rows);
            }

            @Override
            public void progress(String name, long done, long earlier) {
                if (name.equals("traces")) {
                    told.add(done + ", earlier " + earlier);
                }
            }
        };
        new DatabaseCopy(stoppedBy(false, () -> false), hearing).run(1, 1);
        assertThat(told).startsWith("found 151", "130, earlier 130").endsWith("147, earlier 130");
    }

    @Test
    void aCopyThatIsStoppedAnywhereGoesOn() throws Exception {
        from.store(traces(3_000));
        int questions = questionsOfAFreshCopy();
        assertThat(questions).as("one a table and more for the calls").isGreaterThan(4);
        for (int stop = 0; stop < questions; stop++) {
            assertThat(ended(stoppedAt(true, stop)))
                    .as("before question %d of %d", stop + 1, questions)
                    .isFalse();
            CopyReport report = copy();
            assertThat(report.verified()).as(report.text()).isTrue();
            assertThat(to.value("SELECT count(*) FROM traces")).isEqualTo("3000");
        }
    }

    @Test
    void aCopyThatGoesOnCanBeStoppedAnywhereToo() throws Exception {
        from.store(traces(11_000));
        int runs = 0;
        while (!ended(stoppedAt(false, runs))) {
            runs++;
            assertThat(runs).as("each run may ask once more").isLessThan(30);
        }
        assertThat(runs).isGreaterThan(4);
        CopyReport report = copy();
        assertThat(report.verified()).as(report.text()).isTrue();
        assertThat(report.written()).isZero();
        assertThat(to.value("SELECT count(*) FROM traces")).isEqualTo("11000");
    }

    private int questionsOfAFreshCopy() {
        AtomicInteger asked = new AtomicInteger();
        copy(stoppedBy(true, () -> asked.incrementAndGet() < 0));
        return asked.get();
    }

    /** A copy that may ask so often before it is told to stop. */
    private CopyRequest stoppedAt(boolean truncate, int questions) {
        AtomicInteger left = new AtomicInteger(questions);
        return stoppedBy(truncate, () -> left.decrementAndGet() < 0);
    }

    private static boolean ended(CopyRequest request) {
        try {
            copy(request);
            return true;
        } catch (CopyException e) {
            assertThat(e.exit()).as(e.getMessage()).isEqualTo(MigrationExit.INTERRUPTED);
            return false;
        }
    }

    @Test
    void anotherRowUnderTheSameKeyStopsTheCopy() throws Exception {
        from.store(traces(60));
        copy();
        from.execute("UPDATE traces SET model = 'other' WHERE id = (SELECT min(id) FROM traces)");
        assertThatThrownBy(this::copy)
                .hasMessageContaining("table traces has other rows under the same keys: ")
                .hasMessageContaining(from.value("SELECT min(id) FROM traces"))
                .isInstanceOfSatisfying(
                        CopyException.class, e -> assertThat(e.exit()).isEqualTo(MigrationExit.MISMATCH));
        assertThat(to.value("SELECT count(*) FROM traces WHERE model = 'other'"))
                .isEqualTo("0");
        assertThat(copy(true).verified()).isTrue();
        assertThat(to.value("SELECT count(*) FROM traces WHERE model = 'other'"))
                .isEqualTo("1");
    }

    @Test
    void rowsThatVanishedFromTheTargetAreMissedAndBroughtAgain() throws Exception {
        from.store(traces(90));
        copy();
        to.execute("DELETE FROM traces WHERE id IN (SELECT id FROM traces ORDER BY id LIMIT 5)");
        CopyReport missed = copy();
        assertThat(missed.verified()).isFalse();
        assertThat(missed.text()).contains("NOT ARRIVED: expected 90 rows");
        assertThat(to.value("SELECT state FROM copy_jobs")).isEqualTo("different");
        CopyReport mended = copy();
        assertThat(mended.verified()).as(mended.text()).isTrue();
        assertThat(mended.written()).isEqualTo(5);
    }

    @Test
    void whatSomebodyChangesInTheTargetMeanwhileIsFound() throws Exception {
        from.store(traces(90));
        addKey();
        CopyObserver meddling = new CopyObserver() {
            @Override
            public void tableDone(int place, int all, TableReport report) {
                // The calls come last: what came before them has been read along by now.
                if (place == all) {
                    assertThatCode(() -> to.execute("UPDATE gateway_keys SET name = 'other'"))
                            .doesNotThrowAnyException();
                }
            }
        };
        CopyReport report = new DatabaseCopy(stoppedBy(false, () -> false), meddling).run(1, 1);
        assertThat(report.verified()).isFalse();
        assertThat(report.tables().stream().filter(table -> !table.arrived()))
                .extracting(TableReport::name)
                .containsExactly("gateway_keys");
        assertThat(report.tables().getLast().name()).isEqualTo("traces");
        assertThat(to.value("SELECT state FROM copy_jobs")).isEqualTo("different");
    }

    @Test
    void whatWasReadAlongTheWayIsNotReadAgain() {
        from.store(traces(3_000));
        assertThat(questionsWhileProving())
                .as("a file is read while it is written, a server afterwards")
                .matches(asked -> asked == 0 == (target() == StorageDriver.SQLITE));
        from.store(traces(10));
        assertThat(questionsWhileProving())
                .as("all that came earlier is read again")
                .isPositive();
    }

    /** How often a copy asks whether to go on while it proves: once for each batch that is read. */
    private int questionsWhileProving() {
        AtomicInteger asked = new AtomicInteger();
        AtomicBoolean proving = new AtomicBoolean();
        CopyObserver observer = new CopyObserver() {
            @Override
            public void verifying(String name) {
                proving.set(true);
            }
        };
        CopyRequest request = stoppedBy(false, () -> proving.get() && asked.incrementAndGet() < 0);
        assertThat(new DatabaseCopy(request, observer).run(1, 1).verified()).isTrue();
        return asked.get();
    }

    @Test
    void aTargetThatSomebodyElseFilledIsRefusedUntilItMayBeEmptied() throws Exception {
        from.store(traces(3));
        try (End filled = End.migrated(target())) {
            filled.store(traces(2));
            CopyRequest request =
                    new CopyRequest(from.as("--from"), filled.as("--to"), false, false, 40, BadText.FAIL, () -> false);
            assertThatThrownBy(() -> copy(request))
                    .hasMessageContaining("is not empty (")
                    .hasMessageContaining("traces: 2")
                    .hasMessageContaining("--truncate-target --yes")
                    .isInstanceOfSatisfying(
                            CopyException.class, e -> assertThat(e.exit()).isEqualTo(MigrationExit.REFUSED));
            assertThat(filled.value("SELECT count(*) FROM traces")).isEqualTo("2");
        }
        copy();
        to.store(traces(1));
        assertThatThrownBy(this::copy).hasMessageContaining("somebody writes there already");
    }

    @Test
    void aTargetWithOneTenantThatIsNotTheDefaultIsRefused() throws Exception {
        from.store(traces(3));
        to.as("--to").schema(MigrationObserver.SILENT).up();
        to.execute("DELETE FROM workspaces", "UPDATE organizations SET id = 'acme'");
        assertThatThrownBy(this::copy).hasMessageContaining("is not empty (organizations: 1)");
        assertThat(to.value("SELECT id FROM organizations")).isEqualTo("acme");
        to.execute("UPDATE organizations SET id = 'default'");
        assertThat(copy().verified()).isTrue();
    }

    private CopyRequest part(Part part) {
        return new CopyRequest(from.as("--from"), to.as("--to"), true, false, 40, BadText.FAIL, () -> false).of(part);
    }

    @Test
    void someTablesMoveWithTheirTenantsAndGoOnAsTheSamePartOnly() throws Exception {
        from.store(traces(20));
        addKey();
        CopyRequest keys = part(new Part(Set.of("gateway_keys"), Set.of(), null, true));
        CopyReport report = copy(keys);
        assertThat(report.verified()).as(report.text()).isTrue();
        assertThat(report.text()).contains("on-bad-text=fail, tables=gateway_keys");
        assertThat(report.tables())
                .extracting(TableReport::name)
                .containsExactly("organizations", "workspaces", "gateway_keys");
        assertThat(to.value("SELECT count(*) FROM traces")).isEqualTo("0");
        assertThat(copy(keys).written()).isZero();
        assertThatThrownBy(this::copy)
                .hasMessageContaining("was made with on-bad-text=fail, tables=gateway_keys")
                .isInstanceOfSatisfying(
                        CopyException.class, e -> assertThat(e.exit()).isEqualTo(MigrationExit.REFUSED));
    }

    @Test
    void callsMoveFromAMomentOnAndWithoutTheirBodies() throws Exception {
        from.store(traces(100));
        String half = "(SELECT timestamp FROM traces ORDER BY timestamp LIMIT 1 OFFSET 60)";
        Instant since = CopyContract.traces(61).getLast().timestamp();
        String later = "SELECT count(*) FROM traces WHERE timestamp >= " + half;
        assertThat(from.value(later)).isEqualTo("40");
        CopyReport report = copy(part(new Part(Set.of(), Set.of(), since, false)));
        assertThat(report.verified()).as(report.text()).isTrue();
        assertThat(to.value("SELECT count(*) FROM traces")).isEqualTo("40");
        assertThat(to.value("SELECT count(*) FROM traces WHERE request_body IS NOT NULL OR response_body IS NOT NULL"))
                .isEqualTo("0");
        assertThat(to.value("SELECT count(*) FROM traces WHERE model IS NOT NULL"))
                .isEqualTo("40");
    }

    @Test
    void aTargetWithoutTheSchemaIsLeftAloneUnlessItMayBeMigrated() {
        CopyRequest request =
                new CopyRequest(from.as("--from"), to.as("--to"), false, false, 40, BadText.FAIL, () -> false);
        assertThatThrownBy(() -> copy(request))
                .hasMessageContaining("--migrate-target")
                .isInstanceOfSatisfying(
                        CopyException.class, e -> assertThat(e.exit()).isEqualTo(MigrationExit.PENDING));
    }
}
