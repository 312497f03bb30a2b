package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of {@code migrate} as they are typed, on a fresh database of either kind. */
abstract class MigrateContract extends TypedCommands {

    @ParameterizedTest
    @ValueSource(strings = {"status", "check", "plan", "validate", "version", "events", "status --json", "plan --json"})
    void lookingChangesNothing(String command) throws Exception {
        Object empty = fingerprint();
        run("migrate " + command);
        assertThat(fingerprint()).as("without a history").isEqualTo(empty);

        assertThat(run("migrate up")).as(err()).isZero();
        Object migrated = fingerprint();
        assertThat(run("migrate " + command)).as(err()).isZero();
        assertThat(fingerprint()).isEqualTo(migrated);
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "check", "plan", "validate", "version", "events", "adopt"})
    void lookingAtTablesWithoutAHistoryChangesNothing(String command) throws Exception {
        execute("CREATE TABLE traces (id TEXT PRIMARY KEY, timestamp TEXT, provider TEXT, model TEXT)");
        Object before = fingerprint();

        run("migrate " + command);
        assertThat(fingerprint()).isEqualTo(before);
    }

    @Test
    void anEmptyDatabaseIsPendingAndUpMakesItReady() {
        assertThat(run("migrate status")).isEqualTo(3);
        assertThat(out())
                .startsWith("    Applied At                  Migration\n    ====")
                .contains("    Pending                  -- ")
                .contains("version 0, 0 applied, ")
                .contains("Run \"ongoingai migrate up\"");
        assertThat(run("migrate check")).isEqualTo(3);
        assertThat(err()).contains("migrations are pending: ").contains("ongoingai migrate up");
        assertThat(out()).isEmpty();
        assertThat(run("migrate validate")).isZero();

        assertThat(run("migrate up")).isZero();
        assertThat(out()).containsPattern("OK   [a-z]+/100_exact_usage_and_lineage\\.sql \\(\\d+ ms\\)\n");
        String version = out().strip().replaceFirst("(?s).*version: ", "");
        assertThat(out()).endsWith("successfully migrated database to version: " + version + "\n");

        assertThat(run("migrate up")).isZero();
        assertThat(out()).isEqualTo("no migrations to run; current version: " + version + "\n");
        assertThat(run("migrate version")).isZero();
        assertThat(out()).isEqualTo("version " + version + "\n");
        assertThat(run("migrate check")).isZero();
        assertThat(out()).isEqualTo("the schema is what this program expects: version " + version + "\n");
        assertThat(run("migrate status")).isZero();
        assertThat(out()).doesNotContain("Pending").contains(", 0 pending\n");
        assertThat(err()).isEmpty();
    }

    @Test
    void planPrintsTheStatementsWithTheirLines() {
        assertThat(run("migrate plan")).isEqualTo(3);
        assertThat(out())
                .startsWith("ongoingai migrate up would run, in this order:\n")
                .contains(
                        "/100_exact_usage_and_lineage.sql: one transaction, can be undone; rows or values may be lost: ")
                .containsPattern("\n {2,4}\\d+ \\| ALTER TABLE traces");
        assertThat(run("migrate up")).isZero();
        assertThat(run("migrate plan")).isZero();
        assertThat(out()).isEqualTo("nothing is pending\n");
    }

    @Test
    void planTellsLocksAndAboutHowManyRows() throws Exception {
        assertThat(run("migrate up --to 105")).as(err()).isZero();
        addTrace();
        execute("ANALYZE");

        assertThat(run("migrate plan")).isEqualTo(3);
        assertThat(out()).contains("\n      = traces has about 1 rows\n", "; reads every row\n");
        assertThat(run("migrate plan --json")).isEqualTo(3);
        assertThat(json().get("pending"))
                .asInstanceOf(LIST)
                .anySatisfy(file -> assertThat(file)
                        .asInstanceOf(MAP)
                        .containsEntry("rows", Map.of("traces", 1))
                        .extracting("statements", LIST)
                        .first(MAP)
                        .containsEntry("rows", "read")
                        .containsKeys("line", "sql", "lock", "meanwhile"));
    }

    @Test
    void aRehearsalRunsWhatCanBeTakenBackAndLeavesNothing() throws Exception {
        Object empty = fingerprint();
        assertThat(run("migrate plan --execute-and-rollback")).as(err()).isEqualTo(3);
        assertThat(out())
                .contains("\nexecuted in one transaction and rolled back:\nOK   ")
                .containsPattern("OK   [a-z]+/113_protect_event_log.sql \\(\\d+ ms\\)\n")
                .doesNotContain("FAIL");
        assertThat(fingerprint()).isEqualTo(empty);

        fillAsTheGoProgramDid();
        Object before = fingerprint();
        assertThat(run("migrate plan --execute-and-rollback --json")).as(err()).isEqualTo(3);
        assertThat(fingerprint()).isEqualTo(before);
        assertThat(json()).containsEntry("exit", 3);
        assertThat(json().get("rehearsal"))
                .asInstanceOf(LIST)
                .allSatisfy(file -> assertThat(file)
                        .asInstanceOf(MAP)
                        .containsKeys("name", "outcome", "duration_ms", "reason")
                        .extracting("outcome")
                        .isIn("ran", "not_tried"));
        assertThat(run("migrate up")).as(err()).isZero();
        assertThat(run("migrate plan --execute-and-rollback")).isZero();
        assertThat(out()).isEqualTo("nothing is pending\n");
    }

    @Test
    void aRehearsalNamesTheFileThatWouldFail() throws Exception {
        assertThat(run("migrate up --to 109")).as(err()).isZero();
        execute("CREATE TABLE copy_jobs (in_the_way TEXT)");
        Object before = fingerprint();

        assertThat(run("migrate plan --execute-and-rollback --json")).isEqualTo(1);
        assertThat(fingerprint()).isEqualTo(before);
        assertThat(err()).contains("110_copy_books.sql (up) failed at statement 1 of 2, line ", "rolled back");
        assertThat(json()).containsEntry("exit", 1).containsKey("error");
        assertThat(json().get("rehearsal")).asInstanceOf(LIST).last(MAP).containsEntry("outcome", "not_tried");
    }

    @Test
    void stopsAtTheNumberAsked() {
        assertThat(run("migrate up --to 101")).as(err()).isZero();
        assertThat(out()).endsWith("successfully migrated database to version: 101\n");
        assertThat(run("migrate status --json")).isEqualTo(3);
        assertThat(json()).containsEntry("version", 101).containsEntry("exit", 3);
        assertThat(run("migrate up -to 104")).isZero();
        assertThat(run("migrate version")).isZero();
        assertThat(out()).isEqualTo("version 104\n");
    }

    @Test
    void jsonTellsEverything() {
        assertThat(run("migrate up --json")).isZero();
        assertThat(json())
                .containsEntry("exit", 0)
                .containsEntry("baselined", true)
                .containsKey("applied");

        assertThat(run("migrate status --json")).isZero();
        Map<String, Object> status = json();
        assertThat(status).containsEntry("exit", 0).containsEntry("pending", 0).containsEntry("findings", List.of());
        @SuppressWarnings("unchecked")
        List<Map<String, Object>> migrations = (List<Map<String, Object>>) status.get("migrations");
        assertThat(migrations)
                .anySatisfy(one -> assertThat(one)
                        .containsEntry("number", 100)
                        .containsEntry("state", "applied")
                        .containsEntry("reversible", true)
                        .containsKeys("name", "applied_at", "app_version", "applied_by", "duration_ms"));

        assertThat(run("migrate plan --json")).isZero();
        assertThat(json()).containsEntry("pending", List.of());
        assertThat(run("migrate version --json")).isZero();
        assertThat(json()).containsKey("version");
    }

    @Test
    void aChangedFileHasItsOwnCode() throws Exception {
        assertThat(run("migrate up")).isZero();
        execute("UPDATE schema_migrations SET checksum_up = 'v1:0123456789abcdef' WHERE name LIKE '%/100_%'");

        assertThat(run("migrate check")).isEqualTo(4);
        assertThat(err()).contains("/100_exact_usage_and_lineage.sql was changed after it was applied");
        assertThat(run("migrate status")).isEqualTo(4);
        assertThat(out()).contains("/100_exact_usage_and_lineage.sql  (modified)");
        assertThat(run("migrate up")).isEqualTo(4);
        assertThat(run("migrate plan --json")).isEqualTo(4);
        assertThat(json()).containsEntry("exit", 4);
    }

    @Test
    void aMigrationOfANewerProgramHasItsOwnCode() throws Exception {
        assertThat(run("migrate up")).isZero();
        execute("INSERT INTO schema_migrations (name) SELECT replace(name, '100_exact', '900_exact')"
                + " FROM schema_migrations WHERE name LIKE '%/100_%'");

        assertThat(run("migrate check --json")).isEqualTo(6);
        assertThat(json()).containsEntry("exit", 6);
        assertThat(run("migrate up")).isEqualTo(6);
        assertThat(err()).contains("900_exact_usage_and_lineage.sql").doesNotContain("recreate");
    }

    @Test
    void downGoesOneStepBackAndAlwaysWarns() {
        assertThat(run("migrate up")).isZero();
        List<Integer> numbers = numbers().reversed();
        int newest = version();
        assertThat(newest).isEqualTo(numbers.getFirst());

        assertThat(run("migrate down")).as(err()).isZero();
        assertThat(err()).startsWith("warning: Undoing a migration on a database in production ");
        assertThat(out()).containsPattern("OK   [a-z]+/" + newest + "_\\w+\\.sql \\(\\d+ ms\\)\nundone to version: ");
        assertThat(version()).isEqualTo(numbers.get(1));
        assertThat(run("migrate status")).isEqualTo(3);
        assertThat(run("migrate down --steps 2")).isZero();
        assertThat(version()).isEqualTo(numbers.get(3));
        assertThat(run("migrate up")).isZero();
        assertThat(run("migrate check")).as(err()).isZero();
        assertThat(run("migrate redo")).as(err()).isZero();
        assertThat(version()).isEqualTo(newest);
        assertThat(run("migrate down --steps 1 --to 3")).isEqualTo(2);
        assertThat(run("migrate down --steps 0")).isEqualTo(2);
    }

    @Test
    void downRefusesToLoseValuesWithoutAWord() throws Exception {
        assertThat(run("migrate up")).isZero();
        addTrace();

        assertThat(run("migrate down --to 99 --json")).isEqualTo(10);
        assertThat(json()).containsEntry("exit", 10);
        assertThat(err()).contains("100_exact_usage_and_lineage.sql").contains("--yes");
        assertThat(run("migrate down --to 99 --yes --json")).as(err()).isZero();
        assertThat(json()).containsEntry("exit", 0).containsKeys("undone", "version");
        assertThat(run("migrate down")).as("an irreversible file").isEqualTo(10);
        assertThat(run("migrate up")).isZero();
        assertThat(run("migrate check")).as(err()).isZero();
    }

    int version() {
        assertThat(run("migrate version --json")).isZero();
        return (Integer) Objects.requireNonNull(json().get("version"));
    }

    /** Numbers of all files, ascending; they have gaps. */
    @SuppressWarnings("unchecked")
    List<Integer> numbers() {
        assertThat(run("migrate status --json")).isZero();
        return ((List<Map<String, Object>>) Objects.requireNonNull(json().get("migrations")))
                .stream()
                        .map(one -> (Integer) Objects.requireNonNull(one.get("number")))
                        .toList();
    }

    @Test
    void repairTakesTheShippedTextOnlyWhenItIsTold() throws Exception {
        assertThat(run("migrate up")).isZero();
        assertThat(run("migrate repair")).isZero();
        execute("UPDATE schema_migrations SET checksum_up = 'v1:0123456789abcdef' WHERE name LIKE '%/100_%'");

        assertThat(run("migrate repair")).isZero();
        assertThat(run("migrate check")).isEqualTo(4);
        assertThat(run("migrate repair --accept-checksum 100 --json")).as(err()).isZero();
        assertThat(json().get("repaired")).asString().contains("/100_exact_usage_and_lineage.sql");
        assertThat(run("migrate check")).as(err()).isZero();
        assertThat(run("migrate repair --accept-checksum 999")).isNotZero();
        assertThat(err()).isNotEmpty();
    }

    @Test
    void adoptIsADryRunUntilItIsTold() throws Exception {
        Object empty = fingerprint();
        assertThat(run("migrate adopt")).as(err()).isZero();
        assertThat(out())
                .startsWith("this is an empty database\n")
                .endsWith("nothing was changed; next: ongoingai migrate adopt --yes\n");
        assertThat(fingerprint()).isEqualTo(empty);

        assertThat(run("migrate adopt --yes")).as(err()).isZero();
        assertThat(run("migrate check")).as(err()).isZero();
        assertThat(run("migrate baseline")).isEqualTo(10);
        assertThat(err()).contains("has a history already");
    }

    @Test
    void adoptTakesOverWhatTheGoProgramWrote() throws Exception {
        fillAsTheGoProgramDid();
        Object before = fingerprint();
        assertThat(run("migrate adopt")).as(err()).isZero();
        assertThat(out())
                .startsWith("this is a database of the Go program, with its history\nwould apply ")
                .doesNotContain("Other than expected");
        assertThat(fingerprint()).isEqualTo(before);

        assertThat(run("migrate adopt --yes --json")).as(err()).isZero();
        assertThat(json())
                .containsEntry("found", "a database of the Go program, with its history")
                .containsEntry("stamped", List.of())
                .containsEntry("dry_run", false)
                .containsKeys("exit", "notes", "files");
        assertThat(run("migrate check")).as(err()).isZero();
        assertThat(run("migrate adopt")).isZero();
        assertThat(out()).startsWith("this is a database of this program\n");
    }

    @Test
    void adoptStampsAHistoryThatWasLost() throws Exception {
        fillAsTheGoProgramDid();
        assertThat(run("migrate up")).as(err()).isZero();
        execute("DROP TABLE schema_migrations");

        assertThat(run("migrate check")).isEqualTo(6);
        assertThat(err()).contains("\"ongoingai migrate adopt\"").hasLineCount(1);
        assertThat(run("migrate adopt")).as(err()).isZero();
        assertThat(out()).startsWith("this is tables without a history\nwould stamp ");
        assertThat(run("migrate adopt --yes")).as(err()).isZero();
        assertThat(out()).contains("\nstamped ");
        assertThat(run("migrate check")).as(err()).isZero();
    }

    @Test
    void whatIsNotThereIsNotMadeByGoingBack() throws Exception {
        Object before = fingerprint();
        assertThat(run("migrate down")).isZero();
        assertThat(out()).isEqualTo("nothing was undone; current version: 0\n");
        assertThat(run("migrate redo")).isEqualTo(2);
        assertThat(err()).contains("ongoingai migrate up");
        assertThat(run("migrate repair")).isZero();
        assertThat(run("migrate repair --accept-checksum 100")).isEqualTo(2);
        for (String command : List.of("adopt", "events", "lint", "dump --list")) {
            assertThat(run("migrate " + command)).as(err()).isZero();
        }
        assertThat(fingerprint()).isEqualTo(before);
    }

    @Test
    void upTellsWhatWasChangedByHand() throws Exception {
        assertThat(run("migrate up")).as(err()).isZero();
        execute("ALTER TABLE traces ADD COLUMN mine TEXT");
        assertThat(run("migrate up --json")).as(err()).isZero();
        assertThat(err()).contains("warning: ").contains("traces.mine");
        assertThat(json().get("warnings")).asInstanceOf(LIST).hasSize(1);
    }

    @Test
    void baselineStopsWhereTheOlderProgramEnded() {
        assertThat(run("migrate baseline")).as(err()).isZero();
        assertThat(out()).endsWith("; next: ongoingai migrate up\n");
        assertThat(version()).isBetween(2, 99);
        assertThat(run("migrate up")).isZero();
        assertThat(run("migrate check")).as(err()).isZero();
    }

    @Test
    void eventsTellWhoDidWhat() throws Exception {
        assertThat(run("migrate events")).isZero();
        assertThat(out()).isEqualTo("nothing was ever done to this schema by a program that keeps a log\n");
        assertThat(run("migrate up")).isZero();
        assertThat(run("migrate down")).isZero();
        assertThat(run("migrate up")).isZero();
        execute("UPDATE schema_migrations SET checksum_up = 'v1:0123456789abcdef' WHERE name LIKE '%/100_%'");
        assertThat(run("migrate repair --accept-checksum 100")).isZero();

        Object before = fingerprint();
        assertThat(run("migrate events")).as(err()).isZero();
        String actor = System.getProperty("user.name") + "@";
        assertThat(out())
                .containsPattern(
                        "(?m)^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d  baseline  [a-z]+/001_create_traces\\.sql  \\d+ ms  by "
                                + actor)
                .containsPattern("(?m)  undo      [a-z]+/\\d+_\\w+\\.sql  .*by " + actor)
                .containsPattern("(?m)  repair    [a-z]+/100_\\w+\\.sql  checksum v1:0123456789abcdef replaced by v1:");
        assertThat(run("migrate events --json")).isZero();
        assertThat(json()).containsEntry("exit", 0);
        assertThat(json().get("events"))
                .asInstanceOf(LIST)
                .last()
                .asInstanceOf(MAP)
                .containsEntry("event", "repair")
                .containsKeys("at", "name", "detail", "actor", "app_version");
        assertThat(fingerprint()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM schema_migration_events",
                "UPDATE schema_migration_events SET actor = 'somebody else'"
            })
    void whatTheEventsTellCannotBeChanged(String sql) {
        assertThat(run("migrate up")).isZero();
        assertThat(run("migrate events")).isZero();
        String told = out();

        assertThatThrownBy(() -> execute(sql)).hasMessageContaining("schema_migration_events can only be added to");
        assertThat(run("migrate events")).isZero();
        assertThat(out()).isEqualTo(told);
    }

    @Test
    void aTableChangedByHandHasItsOwnCode() throws Exception {
        assertThat(run("migrate up")).isZero();
        execute("ALTER TABLE traces ADD COLUMN by_hand TEXT");

        assertThat(run("migrate check")).isEqualTo(4);
        assertThat(err()).contains("by_hand");
        assertThat(run("migrate validate --json")).isEqualTo(4);
    }

    @Test
    void wordsOfOtherGatewaysAreKnown() {
        assertThat(run("migrate --check")).isEqualTo(3);
        assertThat(run("migrate --apply")).isZero();
        assertThat(run("migrate --status")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"migrate", "migrate sideways", "migrate up --nope", "migrate up 5", "migrate up --to x"})
    void wrongWordsAreUsageErrors(String commandLine) {
        assertThat(run(commandLine)).isEqualTo(2);
        assertThat(err()).isNotEmpty();
        assertThat(out()).isEmpty();
    }

    @Test
    void aWrongConfigurationIsAUsageErrorWithOneSentence() throws IOException {
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("ONGOINGAI_STORAGE_MIGRATIONS", "perhaps");

        assertThat(run(environment, "migrate status --json")).isEqualTo(2);
        assertThat(json()).containsEntry("exit", 2).containsKey("error");
        assertThat(err()).startsWith("config is invalid: ").hasLineCount(1);
    }
}
