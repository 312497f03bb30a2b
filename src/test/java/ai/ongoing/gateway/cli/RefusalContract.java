package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every cause a schema is refused for: its own exit code, and a sentence that holds the next command. */
abstract class RefusalContract extends TypedCommands {

    /** What was done to a migrated store, the code of {@code check}, and what its sentence says and proposes. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DELETE FROM schema_migrations WHERE name = (SELECT max(name) FROM schema_migrations)          | 3 | pending         | ongoingai migrate up
            UPDATE schema_migrations SET checksum_up = 'v1:0' WHERE name LIKE '%/100_%'                   | 4 | was changed     | ongoingai migrate repair --accept-checksum 100
            INSERT INTO schema_migrations (name, checksum_up, app_version, compat_floor) SELECT replace(name, '106_index', '105_gone'), 'v1:0', '0.1.0', '0.1.0' FROM schema_migrations WHERE name LIKE '%/106_%' | 4 | no such file | ongoingai migrate status
            DELETE FROM schema_migrations WHERE name LIKE '%/107_%'                                       | 4 | is not applied  | ongoingai migrate adopt
            ALTER TABLE traces ADD COLUMN by_hand TEXT                                                    | 4 | changed by hand | ongoingai migrate check
            INSERT INTO schema_migrations (name) SELECT replace(name, '106_index', '900_index') FROM schema_migrations WHERE name LIKE '%/106_%' | 6 | does not know | ongoingai migrate adopt
            INSERT INTO schema_migrations (name, app_version, compat_floor) SELECT replace(name, '106_index', '900_index'), '9.9.9', '9.9.9' FROM schema_migrations WHERE name LIKE '%/106_%' | 6 | needs version 9.9.9 | ongoingai migrate down --to
            DROP TABLE schema_migrations                                                                  | 6 | no history      | ongoingai migrate adopt
            """)
    void aMigratedStoreIsRefusedWithTheNextCommand(String sql, int exit, String words, String command)
            throws Exception {
        assertThat(run("migrate up")).isZero();
        execute(sql);
        refusesAlike(exit, words, command);
    }

    private void refusesAlike(int exit, String words, String command) {
        assertThat(run("migrate check --config none.yaml")).isEqualTo(2);
        assertThat(run("migrate check")).as(err()).isEqualTo(exit);
        assertThat(err()).contains(words, "\"" + command).hasLineCount(1);
        assertThat(run("migrate check --json")).isEqualTo(exit);
        assertThat(json()).containsEntry("exit", exit);
        assertThat(out()).contains(command);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CREATE TABLE traces (trace_id TEXT, span_id TEXT)                 | the table traces belongs to another tool
            CREATE TABLE schema_migrations (version TEXT)                     | by its shape Rails or dbmate
            CREATE TABLE workspaces (id INTEGER PRIMARY KEY, name TEXT)       | the table workspaces belongs to another tool
            """)
    void aStrangersStoreIsRefusedWithTheNextCommand(String sql, String words) throws Exception {
        execute(sql);
        refusesAlike(6, words, "ongoingai migrate up");
        assertThat(run("migrate up")).isEqualTo(6);
        assertThat(run("migrate adopt --yes")).isEqualTo(6);
    }

    @Test
    void aHistoryWithoutItsKeyIsRefusedWithTheNextCommand() throws Exception {
        assertThat(run("migrate up")).isZero();
        execute("CREATE TABLE copied AS SELECT * FROM schema_migrations");
        execute("DROP TABLE schema_migrations");
        execute("ALTER TABLE copied RENAME TO schema_migrations");
        execute("INSERT INTO schema_migrations SELECT * FROM schema_migrations");
        refusesAlike(4, "is damaged", "ongoingai migrate check");
    }

    @Test
    void anUndoingThatCannotBeIsRefusedWithTheNextCommand() throws Exception {
        assertThat(run("migrate up")).isZero();
        addTrace();
        assertThat(run("migrate down --to 99")).isEqualTo(10);
        assertThat(err()).contains("\"ongoingai migrate down --yes\"");
        assertThat(run("migrate down --to 1 --yes")).isEqualTo(10);
        assertThat(err()).contains("cannot be undone", "\"ongoingai migrate events\"");
    }

    @Test
    void aFileThatFailedOutsideATransactionIsRefusedWithTheNextCommand() throws Exception {
        assertThat(run("migrate up --to 108")).isZero();
        execute("INSERT INTO schema_migration_runs (name, started_at, applied_by, error)"
                + " SELECT replace(name, '108_index_lineage_thread', '109_index_lineage_run'), '2026-11-20', 'somebody',"
                + " 'the disk was full' FROM schema_migrations WHERE name LIKE '%/108_%'");
        leaveHalfBuilt("idx_traces_lineage_run_created_at_id");

        refusesAlike(7, "failed outside a transaction: the disk was full", "ongoingai migrate up");
        assertThat(run("migrate status")).isEqualTo(7);
        assertThat(out()).contains("Failed").contains("(the disk was full)");
        assertThat(run("migrate up")).as(err()).isZero();
        assertThat(run("migrate check")).as(err()).isZero();
    }

    /** What a build that was cut off leaves behind, on a backend where it leaves anything. */
    void leaveHalfBuilt(String index) throws Exception {}

    /** What is typed or configured wrongly is said in one sentence with the setting, and opens nothing. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ONGOINGAI_STORAGE_DRIVER     | nonsense      | storage.driver must be one of sqlite, postgres
            ONGOINGAI_STORAGE_MIGRATIONS | perhaps       | storage.migrations
            ONGOINGAI_STORAGE_MIGRATION_LOCK_WAIT | soon | must be a duration such as 500ms, 5s or 1m30s
            """)
    void aWrongSettingIsRefusedByItsName(String variable, String value, String words) throws Exception {
        Map<String, String> wrong = new HashMap<>(environment());
        wrong.put(variable, value);
        Object before = fingerprint();
        for (String command : List.of("check", "up", "plan --execute-and-rollback", "down", "adopt --yes")) {
            assertThat(run(wrong, "migrate " + command)).as(command).isEqualTo(2);
            assertThat(err()).startsWith("config is invalid: ").contains(words).hasLineCount(1);
        }
        assertThat(fingerprint()).isEqualTo(before);
    }
}
