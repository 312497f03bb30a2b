package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.migration.AdoptionReport;
import ai.ongoing.gateway.migration.AdoptionReport.Found;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.MigrationExit;
import java.util.List;
import java.util.SortedSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is recognised by its tables: strangers, lost and torn histories, and rows of programs nobody here knows. */
abstract class RecognitionContract {

    private static final String LOST = "DROP TABLE schema_migrations";

    private SchemaBackend backend;
    private SchemaAdmin admin;

    abstract SchemaBackend create();

    @BeforeEach
    void openDatabase() {
        backend = create();
        admin = new SchemaAdmin(backend.door(), SchemaBackend.SETTINGS);
    }

    @AfterEach
    void closeDatabase() {
        backend.close();
    }

    private void assertRefused(Reason reason, ThrowingCallable call, String... words) {
        SortedSet<String> before = backend.snapshot();
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MigrationException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .message()
                .contains(words)
                .containsIgnoringCase("nothing was changed");
        assertThat(backend.snapshot()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            organizations | CREATE TABLE organizations (id UUID PRIMARY KEY, name TEXT, created_at TEXT)  | id text
            organizations | CREATE TABLE organizations (id TEXT PRIMARY KEY, slug TEXT)                   | created_at, name
            workspaces    | CREATE TABLE workspaces (id TEXT, name TEXT, created_at TEXT, owner_id TEXT NOT NULL) | it demands owner_id
            workspaces    | CREATE TABLE workspaces (id BIGINT PRIMARY KEY, name TEXT)                    | created_at, id text
            gateway_keys  | CREATE TABLE gateway_keys (id TEXT PRIMARY KEY, secret TEXT)                  | permissions, revoked_at, role
            traces        | CREATE TABLE traces (trace_id TEXT, span_id TEXT, timestamp TEXT)             | id text, input_tokens
            """)
    void refusesATableOfTheSameNameThatAnotherToolKeeps(String table, String sql, String words) {
        backend.execute(sql, "CREATE TABLE flyway_schema_history (installed_rank INTEGER)");
        for (ThrowingCallable call :
                List.<ThrowingCallable>of(admin::up, admin::plan, admin::check, () -> admin.adopt(true))) {
            assertRefused(
                    Reason.NEWER,
                    call,
                    "the table " + table + " belongs to another tool: its columns are ",
                    words,
                    "The table flyway_schema_history says that Flyway keeps this database.",
                    "Give the gateway a database or a schema of its own",
                    "then run \"ongoingai migrate up\"");
        }
    }

    @Test
    void takesADatabaseThatSharesItsPlaceWithAnotherToolsTables() {
        backend.execute("CREATE TABLE goose_db_version (id INTEGER)", "CREATE TABLE users (id INTEGER)");
        assertThat(admin.adopt(true).notes())
                .containsExactly("The table goose_db_version says that goose keeps this database. Its tables are left"
                        + " alone.");
        admin.up();
        assertThat(admin.check().exit()).isEqualTo(MigrationExit.OK);
    }

    @Test
    void stampsALostHistoryAtTheVersionItsTablesMatch() {
        admin.up();
        List<String> history = backend.history();
        SortedSet<String> schema = backend.snapshot();
        backend.execute(LOST);

        assertRefused(Reason.NEWER, admin::up, "no history that says which files made them", "ongoingai migrate adopt");
        assertRefused(Reason.NEWER, admin::check, "ongoingai migrate adopt");
        AdoptionReport look = admin.adopt(true);
        assertThat(look.found()).isEqualTo(Found.TABLES_ONLY);
        assertThat(look.stamped()).hasSizeGreaterThan(5);
        assertThat(look.stamped().size() + look.pending().size()).isEqualTo(history.size());

        assertThat(admin.adopt(false).stamped()).isEqualTo(look.stamped());
        assertThat(backend.history()).isEqualTo(history);
        assertThat(backend.snapshot()).isEqualTo(schema);
        assertThat(admin.check().exit()).isEqualTo(MigrationExit.OK);
        assertThat(admin.events())
                .anySatisfy(event -> assertThat(event.detail()).contains("the tables prove that it ran"));
    }

    @Test
    void stampsOlderTablesAtTheirVersionAndAppliesTheRest() {
        admin.upTo(106);
        backend.execute(LOST);
        AdoptionReport adopted = admin.adopt(false);
        assertThat(adopted.stamped()).last().asString().contains("/106_");
        assertThat(adopted.pending()).first().asString().contains("/107_");
        assertThat(admin.check().exit()).isEqualTo(MigrationExit.OK);
    }

    @Test
    void refusesALostHistoryWhoseTablesAreThoseOfNoVersionAndPrintsTheDifference() {
        admin.up();
        backend.execute(LOST, "ALTER TABLE traces ADD COLUMN by_hand TEXT", "DROP INDEX idx_traces_created_at");
        assertRefused(
                Reason.NEWER,
                () -> admin.adopt(true),
                "missing: index idx_traces_created_at on traces",
                "unexpected: column traces.by_hand",
                "then run \"ongoingai migrate adopt\" again");
        assertRefused(Reason.NEWER, () -> admin.adopt(false), "by_hand");
    }

    @Test
    void fillsAGapOfTheHistoryWhenTheTablesProveThatTheFileRan() {
        admin.up();
        List<String> history = backend.history();
        backend.execute("DELETE FROM schema_migrations WHERE name LIKE '%/133_%'");

        assertThatThrownBy(admin::up).hasMessageContaining("\"ongoingai migrate adopt\"");
        assertThat(admin.adopt(true).found()).isEqualTo(Found.GAPS);
        assertThat(admin.adopt(false).stamped()).singleElement().asString().contains("/133_");
        assertThat(backend.history()).isEqualTo(history);
        assertThat(admin.check().exit()).isEqualTo(MigrationExit.OK);
    }

    @Test
    void leavesAGapWhoseFileDidNotRun() {
        admin.up();
        backend.execute(
                "DELETE FROM schema_migrations WHERE name LIKE '%/133_%'", "DROP INDEX idx_traces_group_created_at");
        assertRefused(
                Reason.CHANGED, () -> admin.adopt(false), "do not prove that their files ran", "idx_traces_group");
    }

    @Test
    void acceptsRowsOfAnUnknownProgramThatOnlyAddedWhatDoesNoHarm() {
        older("005_future.sql", "ALTER TABLE traces ADD COLUMN mood TEXT", "CREATE INDEX idx_mood ON traces(mood)");
        assertThatThrownBy(admin::up).hasMessageContaining("\"ongoingai migrate adopt\"");

        AdoptionReport look = admin.adopt(true);
        assertThat(look.found()).isEqualTo(Found.UNKNOWN_ROWS);
        assertThat(look.notes()).anySatisfy(note -> assertThat(note).contains("traces.mood"));
        assertThat(look.pending()).first().asString().contains("/100_");
        admin.adopt(false);
        assertThat(backend.query("SELECT count(*) FROM schema_migrations WHERE name LIKE '%005_future%'"))
                .containsExactly("1");
        assertThat(backend.queryAll("SELECT count(mood) FROM traces")).containsExactly("0");
        assertThat(admin.plan().plan().settled()).isTrue();
    }

    @Test
    void refusesRowsOfAnUnknownProgramThatChangedWhatThisOneNeeds() {
        older("005_future.sql", "ALTER TABLE traces RENAME COLUMN metadata TO labels");
        assertRefused(Reason.NEWER, () -> admin.adopt(true), "traces.metadata", "Run the program that made the rows");
    }

    /** A database of the Go program, changed by one more file of it. */
    private void older(String file, String... statements) {
        backend.execute(LegacySchema.tables(backend.dialect()).toArray(String[]::new));
        backend.execute(LegacySchema.history(backend.dialect(), 9).toArray(String[]::new));
        backend.execute(statements);
        backend.execute("INSERT INTO schema_migrations (name) VALUES ('"
                + backend.dialect().folder() + "/" + file + "')");
    }
}
