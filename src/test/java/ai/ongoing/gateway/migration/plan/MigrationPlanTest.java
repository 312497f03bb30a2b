package ai.ongoing.gateway.migration.plan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.file.MigrationFiles;
import ai.ongoing.gateway.migration.sql.SqlScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class MigrationPlanTest {

    private static final MigrationFiles FILES = files();

    private static MigrationFiles files() {
        Map<String, String> texts = new TreeMap<>();
        for (String name : List.of("001_a", "002_b")) {
            texts.put("db/" + name + ".sql", "-- irreversible: inherited\n-- +goose Up\nSELECT 1;\n");
        }
        for (String name : List.of("100_c", "101_d", "102_e")) {
            texts.put("db/" + name + ".sql", "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n");
        }
        SqlScript.Syntax syntax = new SqlScript.Syntax(true, true, true, false, false, true);
        return MigrationFiles.of("db", syntax, texts, "-- irreversible: start\n-- +goose Up\nSELECT 1;\n");
    }

    private static MigrationPlan plan(List<HistoryRow> rows) {
        return MigrationPlan.of(FILES, rows, "1.5.0-SNAPSHOT");
    }

    private static HistoryRow named(String name) {
        return HistoryRow.named("db/" + name + ".sql");
    }

    private static HistoryRow row(String name, @Nullable String checksum, @Nullable String floor) {
        return new HistoryRow("db/" + name + ".sql", "2026-01-02", checksum, "1.9.0", floor);
    }

    static Stream<Arguments> pendingSets() {
        return Stream.of(
                Arguments.of(List.of(), List.of(1, 2, 100, 101, 102)),
                Arguments.of(List.of(named("001_a")), List.of(2, 100, 101, 102)),
                Arguments.of(List.of(named("002_b")), List.of(1, 100, 101, 102)),
                Arguments.of(List.of(named("100_c"), named("002_b"), named("001_a")), List.of(101, 102)),
                Arguments.of(
                        List.of(named("001_a"), named("002_b"), named("100_c"), named("101_d"), named("102_e")),
                        List.of()));
    }

    @ParameterizedTest
    @MethodSource("pendingSets")
    void appliesWhatHasNoRowInTheOrderOfNumbers(List<HistoryRow> rows, List<Integer> pending) {
        MigrationPlan plan = plan(rows);
        assertThat(plan.refusal()).isNull();
        assertThat(plan.pending()).extracting(MigrationFile::number).containsExactlyElementsOf(pending);
        assertThat(plan.applied()).isEqualTo(5 - pending.size());
        assertThat(plan.settled()).isEqualTo(pending.isEmpty());
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(
                        List.of(named("001_a"), named("002_b"), row("100_c", "v1:0123456789abcdef", null)),
                        Reason.CHANGED,
                        "migration db/100_c.sql was changed after it was applied on 2026-01-02: applied v1:0123456789ab,"
                                + " shipped v1:"),
                Arguments.of(
                        List.of(named("001_a"), named("002_b"), named("101_d")),
                        Reason.CHANGED,
                        "migration db/100_c.sql is not applied although number 101 is."),
                Arguments.of(
                        List.of(row("200_z", null, null)),
                        Reason.NEWER,
                        "the database holds the migration db/200_z.sql, applied on 2026-01-02 by a program this version"
                                + " does not know."),
                Arguments.of(
                        List.of(row("200_z", "v1:x", "1.6.0")),
                        Reason.NEWER,
                        "the schema is newer than this program: migration db/200_z.sql was applied on 2026-01-02 by"
                                + " version 1.9.0 and needs version 1.6.0 or newer; this is 1.5.0-SNAPSHOT."),
                Arguments.of(
                        List.of(named("001_a"), named("002_b"), named("100_c"), row("200_z", "v1:x", "1.5.0")),
                        Reason.NEWER,
                        "migration db/101_d.sql is not applied although number 200 of a newer program is."));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesInOneCompleteSentence(List<HistoryRow> rows, Reason reason, String sentence) {
        MigrationPlan.Refusal refusal =
                java.util.Objects.requireNonNull(plan(rows).refusal());
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.sentence()).startsWith(sentence).endsWith(".");
    }

    @Test
    void runsOnANewerSchemaThatAllowsIt() {
        List<HistoryRow> rows = Stream.of("001_a", "002_b", "100_c", "101_d", "102_e")
                .map(MigrationPlanTest::named)
                .collect(Collectors.toCollection(ArrayList::new));
        rows.add(row("200_z", "v1:x", "1.5.0"));
        MigrationPlan plan = plan(rows);
        assertThat(plan.refusal()).isNull();
        assertThat(plan.warnings())
                .containsExactly("the database is ahead of this program: migration db/200_z.sql of version 1.9.0 is"
                        + " applied; versions from 1.5.0 on may run on it.");
    }

    @Test
    void listsEveryShippedFileInTheIndex() throws java.io.IOException {
        java.nio.file.Path root = java.nio.file.Path.of("src/main/resources/db/migration");
        try (Stream<java.nio.file.Path> found = java.nio.file.Files.walk(root)) {
            List<String> files = found.filter(path -> path.toString().endsWith(".sql"))
                    .map(path -> root.relativize(path).toString().replace('\\', '/'))
                    .filter(name -> !name.contains("/000_"))
                    .sorted()
                    .toList();
            assertThat(java.nio.file.Files.readAllLines(root.resolve("files.txt")))
                    .containsExactlyElementsOf(files);
        }
    }
}
