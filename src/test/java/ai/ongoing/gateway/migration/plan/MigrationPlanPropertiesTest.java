package ai.ongoing.gateway.migration.plan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.file.MigrationFiles;
import ai.ongoing.gateway.migration.sql.SqlScript;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any set of files and any history give one plan or one sentence, never another failure. */
final class MigrationPlanPropertiesTest {

    private static final int CASES = 4_000;
    private static final SqlScript.Syntax SYNTAX = new SqlScript.Syntax(true, true, true, false, false, true);
    private static final String BASELINE = "-- irreversible: start\n-- +goose Up\nSELECT 1;\n";
    private static final List<String> FLOORS = List.of("0.1.0", "1.0.0", "1.5.0", "9.0.0", "v2.0.0", "soon", "");

    /** One random case; the seed is part of every failure's text. */
    private static final class Case {

        private final long seed;
        private final Random random;

        Case(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        boolean one(int in) {
            return random.nextInt(in) == 0;
        }

        <T> T of(List<T> values) {
            return values.get(random.nextInt(values.size()));
        }

        /** Mostly a right set; gaps, twins, wrong names and wrong texts now and then. */
        Map<String, String> texts() {
            Map<String, String> texts = new TreeMap<>();
            for (int number = 1; number <= random.nextInt(4); number++) {
                texts.put("db/00%d_old.sql".formatted(number), "-- irreversible: old\n-- +goose Up\nSELECT 1;\n");
            }
            int own = random.nextInt(6);
            for (int i = 0; i < own; i++) {
                int number = 100 + (one(40) ? i + 1 : i);
                String words = one(40) ? "Words" : of(List.of("a", "b_c", "d1"));
                texts.put("db/%d_%s.sql".formatted(number, words), text(i));
                if (one(40)) {
                    texts.put("other/%d_%s.sql".formatted(number, words), text(i));
                }
            }
            return texts;
        }

        private String text(int i) {
            if (one(60)) {
                return of(List.of("", "SELECT 1;", "-- +goose Down\nSELECT 1;\n", "-- +goose Up\nSELECT 'open;\n"));
            }
            return "-- +goose Up\nSELECT " + i + ";\n-- +goose Down\nSELECT 0;\n";
        }

        /** Mostly a prefix of the files; holes, edits, strangers and damage now and then. */
        List<HistoryRow> rows(MigrationFiles files) {
            List<HistoryRow> rows = new ArrayList<>();
            int applied = random.nextInt(files.files().size() + 1);
            for (MigrationFile file : files.files().subList(0, applied)) {
                if (!one(20)) {
                    rows.add(row(file.name(), one(30) ? "v1:edited" : file.up().checksum()));
                }
            }
            if (one(4)) {
                rows.add(new HistoryRow(
                        "db/" + (200 + random.nextInt(3)) + "_new.sql", "then", null, "2.0.0", of(FLOORS)));
            }
            if (one(10)) {
                rows.add(HistoryRow.named(
                        of(List.of("", "x", "db/", "db/abc.sql", "db/99999999999_n.sql", "else/1_x.sql"))));
            }
            if (one(20) && !rows.isEmpty()) {
                rows.add(of(rows));
            }
            Collections.shuffle(rows, random);
            return rows;
        }

        private HistoryRow row(String name, String checksum) {
            return one(3)
                    ? HistoryRow.named(name)
                    : new HistoryRow(name, "then", checksum, "1.0.0", of(List.of("0.1.0", "1.0.0")));
        }
    }

    @Test
    void filesAndHistoryGiveOnePlanOrOneSentence() {
        long seed = System.nanoTime();
        int planned = 0;
        int refused = 0;
        int wrong = 0;
        for (int i = 0; i < CASES; i++) {
            Case random = new Case(seed + i);
            Optional<MigrationFiles> files = files(random);
            if (files.isEmpty()) {
                wrong++;
            } else if (check(random, files.get())) {
                planned++;
            } else {
                refused++;
            }
        }
        assertThat(List.of(planned, refused, wrong))
                .as("cases of seed %d that were planned, refused and wrong", seed)
                .allMatch(count -> count > CASES / 50);
    }

    private static Optional<MigrationFiles> files(Case random) {
        try {
            return Optional.of(MigrationFiles.of("db", SYNTAX, random.texts(), BASELINE));
        } catch (MigrationException e) {
            assertThat(e.reason()).as("seed %d", random.seed).isEqualTo(Reason.FILES);
            assertSentence(random.seed, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static boolean check(Case random, MigrationFiles files) {
        List<HistoryRow> rows = random.rows(files);
        String about = "seed " + random.seed + ", rows " + rows;
        MigrationPlan plan = MigrationPlan.of(files, rows, "1.5.0");
        Collections.reverse(rows);
        assertThat(MigrationPlan.of(files, rows, "1.5.0"))
                .as("%s in another order", about)
                .isEqualTo(plan);
        plan.warnings().forEach(warning -> assertSentence(random.seed, warning));
        MigrationPlan.Refusal refusal = plan.refusal();
        if (refusal != null) {
            assertSentence(random.seed, refusal.sentence());
            assertThat(plan.settled()).as(about).isFalse();
            return false;
        }
        List<String> present = rows.stream().map(HistoryRow::name).toList();
        assertThat(plan.pending())
                .as(about)
                .containsExactlyElementsOf(files.files().stream()
                        .filter(file -> !present.contains(file.name()))
                        .toList());
        assertThat(plan.applied() + plan.pending().size())
                .as(about)
                .isEqualTo(files.files().size());
        List<Integer> applied = rows.stream()
                .map(row -> SchemaState.number(row.name(), "db"))
                .filter(number -> number >= MigrationFile.FIRST_OWN)
                .toList();
        assertThat(plan.pending())
                .as("%s, nothing of ours runs below what is there", about)
                .allSatisfy(file -> assertThat(applied).allMatch(number -> number < file.number()));
        plan.pending().forEach(file -> rows.add(HistoryRow.named(file.name())));
        assertThat(MigrationPlan.of(files, rows, "1.5.0").settled())
                .as("%s, everything applied", about)
                .isTrue();
        return true;
    }

    /** Complete, on one line, for somebody who reads nothing else. */
    private static void assertSentence(long seed, String sentence) {
        assertThat(sentence)
                .as("seed %d", seed)
                .doesNotContain("\n", "null", "Exception")
                .hasSizeBetween(30, 500)
                .endsWith(".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"twice", "nameless"})
    @SuppressWarnings("NullAway") // a primary key of SQLite may be NULL, and a damaged table has no key at all
    void refusesAHistoryThatIsNoListOfNames(String damage) {
        MigrationFiles files = MigrationFiles.of("db", SYNTAX, new Case(1).texts(), BASELINE);
        HistoryRow row = damage.equals("twice") ? HistoryRow.named("db/100_a.sql") : HistoryRow.named(null);
        MigrationPlan plan = MigrationPlan.of(files, List.of(row, row), "1.5.0");
        assertThat(plan.refusal())
                .extracting(MigrationPlan.Refusal::sentence)
                .asString()
                .startsWith("the table schema_migrations is damaged: ");
    }
}
