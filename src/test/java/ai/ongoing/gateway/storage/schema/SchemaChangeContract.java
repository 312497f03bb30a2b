package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.migration.AdoptionReport;
import ai.ongoing.gateway.migration.AdoptionReport.Found;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.migration.MigrationSettings;
import ai.ongoing.gateway.migration.SchemaEvent;
import ai.ongoing.gateway.migration.UndoReport;
import ai.ongoing.gateway.migration.UndoRequest;
import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.file.MigrationFiles;
import ai.ongoing.gateway.migration.plan.SchemaState.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What commands change, what they refuse to lose, and what they leave behind about it. */
abstract class SchemaChangeContract {

    private static final String FRUIT = """
            -- +goose Up
            CREATE TABLE fruit (name TEXT NOT NULL);
            -- +goose Down
            DROP TABLE fruit;
            """;
    private static final String COLOUR = """
            -- +goose Up
            ALTER TABLE fruit ADD COLUMN colour TEXT;
            -- +goose Down
            ALTER TABLE fruit DROP COLUMN colour;
            """;
    private static final String FOR_EVER = """
            -- irreversible: it is meant to stay
            -- +goose Up
            CREATE TABLE stone (name TEXT);
            """;

    SchemaBackend backend;

    abstract SchemaBackend create();

    @BeforeEach
    void openDatabase() {
        backend = create();
    }

    @AfterEach
    void closeDatabase() {
        backend.close();
    }

    SchemaAdmin shipped() {
        return new SchemaAdmin(backend.door(), SchemaBackend.SETTINGS);
    }

    /** A program with these files, numbered from 100. */
    SchemaAdmin with(String... texts) {
        return with(SchemaBackend.SETTINGS, texts);
    }

    private SchemaAdmin with(MigrationSettings settings, String... texts) {
        String folder = backend.dialect().folder();
        Map<String, String> byName = new TreeMap<>();
        for (int i = 0; i < texts.length; i++) {
            byName.put(folder + "/" + (100 + i) + "_step.sql", texts[i]);
        }
        String baseline = "-- irreversible: it is the start\n-- +goose Up\nCREATE TABLE start_of_all (name TEXT);\n";
        return new SchemaAdmin(
                backend.door(),
                MigrationFiles.of(folder, backend.dialect().syntax(), byName, baseline),
                new TreeSet<>(),
                settings);
    }

    String name(int number) {
        return backend.dialect().folder() + "/" + number + "_step.sql";
    }

    static void assertRefused(Reason reason, ThrowingCallable call, String... words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MigrationException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .message()
                .contains(words);
    }

    /** Rows of all tenants. */
    abstract List<String> rows(String sql);

    List<String> events() {
        return shipped().events().stream()
                .filter(event -> !event.event().equals("backup"))
                .map(event -> event.event() + " " + event.name())
                .toList();
    }

    @Test
    void undoesOneStepByDefaultWithTheTextThatWasKept() {
        with(FRUIT, COLOUR).up();
        UndoReport report = with(FRUIT).down(UndoRequest.steps(1, false));
        assertThat(report.undone()).containsExactly(name(101));
        assertThat(report.stopped()).isEmpty();
        assertThat(backend.history()).containsExactly(name(100));
        assertThat(with(FRUIT, COLOUR).status().of(Kind.PENDING)).hasSize(1);
        assertThat(with(FRUIT, COLOUR).up().applied()).containsExactly(name(101));
    }

    @Test
    void asksBeforeRowsAreLostAndSaysWhich() {
        SchemaAdmin admin = with(FRUIT);
        admin.up();
        backend.execute("INSERT INTO fruit VALUES ('pear'), ('fig')");
        assertRefused(
                Reason.REFUSED,
                () -> admin.down(UndoRequest.steps(1, false)),
                "would lose 2 rows of fruit. It was rolled back. Run the command again with --yes");
        assertThat(backend.query("SELECT count(*) FROM fruit")).containsExactly("2");
        assertThat(backend.history()).containsExactly(name(100));
        assertThat(admin.down(UndoRequest.steps(1, true)).undone()).containsExactly(name(100));
    }

    @Test
    void asksBeforeValuesOfADroppedColumnAreLost() {
        SchemaAdmin admin = with(FRUIT, COLOUR);
        admin.up();
        backend.execute("INSERT INTO fruit VALUES ('pear', 'green'), ('fig', NULL)");
        assertRefused(
                Reason.REFUSED, () -> admin.down(UndoRequest.steps(1, false)), "would lose 1 value of fruit.colour");
        backend.execute("UPDATE fruit SET colour = NULL");
        assertThat(admin.down(UndoRequest.steps(1, false)).undone()).containsExactly(name(101));
        assertThat(backend.query("SELECT count(*) FROM fruit")).containsExactly("2");
    }

    @Test
    void goesBackToANumberAndStopsAtAFileThatCannotBeUndone() {
        SchemaAdmin admin = with(FOR_EVER, FRUIT, COLOUR);
        admin.up();
        assertThat(admin.down(UndoRequest.to(101, false)).undone()).containsExactly(name(102));
        UndoReport report = admin.down(UndoRequest.to(0, false));
        assertThat(report.undone()).containsExactly(name(101));
        assertThat(report.stopped()).startsWith("migration " + name(100) + " cannot be undone: it is meant to stay. ");
        assertRefused(Reason.REFUSED, () -> admin.down(UndoRequest.steps(1, true)), "cannot be undone");
    }

    @Test
    void letsAnOlderProgramTakeBackWhatItDoesNotKnow() {
        with(FRUIT, "-- breaking: 9.0.0\n" + COLOUR).up();
        assertRefused(
                Reason.NEWER,
                () -> with(FRUIT).up(),
                name(101) + " was applied on ",
                " and needs version 9.0.0 or newer; this is 0.1.0-SNAPSHOT.",
                "\"ongoingai migrate down --to 100\".");
        assertThat(with(FRUIT).check().exit()).isEqualTo(MigrationExit.NEWER);
        assertThat(with(FRUIT).down(UndoRequest.to(100, false)).undone()).containsExactly(name(101));
        assertThat(with(FRUIT).up().applied()).isEmpty();
        assertThat(with(FRUIT).check().exit()).isEqualTo(MigrationExit.OK);
    }

    @Test
    void doesTheNewestFileAgain() {
        SchemaAdmin admin = with(FRUIT, COLOUR);
        admin.up();
        assertThat(admin.redo(false).applied()).containsExactly(name(101));
        assertThat(events())
                .containsExactly("apply " + name(100), "apply " + name(101), "undo " + name(101), "apply " + name(101));
    }

    @Test
    void abortsAFileThatLosesRowsUndeclared() {
        with(FRUIT).up();
        backend.execute("INSERT INTO fruit VALUES ('pear'), ('fig')");
        String losing = "-- +goose Up\nDELETE FROM fruit WHERE name = 'fig';\n-- +goose Down\nSELECT 1;\n";
        assertRefused(
                Reason.REFUSED,
                () -> with(FRUIT, losing).up(),
                name(101)
                        + " would lose 1 row of fruit, and its header does not declare that (\"-- destructive: fruit\")");
        assertThat(backend.query("SELECT count(*) FROM fruit")).containsExactly("2");
        assertThat(backend.history()).containsExactly(name(100));
        assertThat(with(FRUIT, "-- destructive: fruit\n" + losing).up().applied())
                .containsExactly(name(101));
    }

    @Test
    void countsWhatIsLostByCascade() {
        String family = """
                -- +goose Up
                CREATE TABLE tree (id INTEGER PRIMARY KEY);
                CREATE TABLE leaf (tree_id INTEGER NOT NULL REFERENCES tree(id) ON DELETE CASCADE);
                INSERT INTO tree VALUES (1), (2);
                INSERT INTO leaf VALUES (1), (1), (2);
                -- +goose Down
                DROP TABLE leaf;
                DROP TABLE tree;
                """;
        String felled =
                "-- destructive: tree\n-- +goose Up\nDELETE FROM tree WHERE id = 1;\n-- +goose Down\nSELECT 1;\n";
        with(family).up();
        assertRefused(Reason.REFUSED, () -> with(family, felled).up(), "would lose 2 rows of leaf");
        assertThat(backend.query("SELECT count(*) FROM leaf")).containsExactly("3");
    }

    @Test
    void takesAnEditedFileForTheRightOneOnlyWhenToldAndLeavesAnEvent() {
        with(FRUIT).up();
        SchemaAdmin edited = with(FRUIT.replace("name TEXT", "name  TEXT"));
        assertRefused(Reason.CHANGED, edited::up, "was changed after it was applied");
        assertThat(edited.repair(OptionalInt.of(100))).containsExactly(name(100));
        assertThat(edited.up().applied()).isEmpty();
        SchemaEvent last = edited.events().getLast();
        assertThat(last.event() + " " + last.name()).isEqualTo("repair " + name(100));
        assertThat(last.detail()).startsWith("checksum v1:").contains(" replaced by v1:");
        assertThat(last.actor()).contains("@", "/");
        assertRefused(
                Reason.USAGE, () -> edited.repair(OptionalInt.of(555)), "no applied migration with the number 555");
    }

    @Test
    void fillsInTheChecksumsOfAdoptedFiles() {
        execute(LegacySchema.tables(backend.dialect()));
        execute(LegacySchema.history(backend.dialect(), 9));
        int adopted = shipped().status().of(Kind.ADOPTED).size();
        assertThat(shipped().repair(OptionalInt.empty())).hasSize(adopted);
        assertThat(shipped().status().of(Kind.ADOPTED)).isEmpty();
    }

    @Test
    void looksBeforeItAdopts() {
        execute(LegacySchema.tables(backend.dialect()));
        backend.execute(LegacySchema.INSERT.formatted("one"));
        SortedSet<String> before = backend.snapshot();
        AdoptionReport dry = shipped().adopt(true);
        assertThat(dry.found()).isEqualTo(Found.TABLES_ONLY);
        assertThat(dry.dryRun()).isTrue();
        assertThat(dry.pending()).isNotEmpty();
        assertThat(backend.snapshot()).isEqualTo(before);
        AdoptionReport done = shipped().adopt(false);
        assertThat(done.pending()).isEqualTo(dry.pending());
        assertThat(shipped().check().findings()).isEmpty();
        assertThat(rows("SELECT id FROM traces")).containsExactly("one");
        assertThat(shipped().events().getLast().event()).isEqualTo("adopt");
    }

    @Test
    void acceptsRowsOfUnknownFilesOnlyWhenTheTablesAreAsExpected() {
        shipped().up();
        backend.execute("INSERT INTO schema_migrations (name) VALUES ('other/007_new.sql')");
        assertRefused(Reason.NEWER, () -> shipped().up(), "migrate adopt");
        backend.execute("ALTER TABLE traces ADD COLUMN mood TEXT");
        assertThat(shipped().adopt(true).found()).isEqualTo(Found.UNKNOWN_ROWS);
        backend.execute("ALTER TABLE traces DROP COLUMN mood");
        shipped().adopt(false);
        assertThat(shipped().up().applied()).isEmpty();
    }

    @Test
    void refusesTracesOfAnotherToolBeforeAnythingIsWritten() {
        backend.execute("CREATE TABLE traces (id TEXT, span TEXT)");
        SortedSet<String> before = backend.snapshot();
        assertRefused(
                Reason.NEWER,
                () -> shipped().up(),
                "the table traces belongs to another tool: its columns are id, span, and ",
                "Nothing was changed.");
        assertRefused(Reason.NEWER, () -> shipped().adopt(true), "belongs to another tool");
        assertThat(backend.snapshot()).isEqualTo(before);
    }

    @Test
    void stampsTheInheritedStateAndStopsThere() {
        execute(LegacySchema.tables(backend.dialect()));
        shipped().baseline();
        assertThat(shipped().status().version())
                .isLessThan(MigrationFile.FIRST_OWN)
                .isPositive();
        assertRefused(Reason.REFUSED, () -> shipped().baseline(), "has a history already");
        shipped().up();
        assertThat(shipped().check().findings()).isEmpty();
    }

    @Test
    void undoesAndRedoesEveryShippedFileWithTheSameRowsAtTheEnd() {
        OldDatabase.fill(backend, 9);
        String inherited = OldDatabase.contentHash(backend);
        shipped().up();
        SortedSet<String> schema = backend.snapshot();
        String whole = OldDatabase.wholeHash(backend);
        assertThat(rows("SELECT correlation_id || lineage_thread_id FROM traces"))
                .hasSize(OldDatabase.ROWS)
                .containsOnly("c-1t-1");
        assertRefused(Reason.REFUSED, () -> shipped().down(UndoRequest.to(99, false)), "values of traces.");
        UndoReport down = shipped().down(UndoRequest.to(99, true));
        assertThat(down.stopped()).isEmpty();
        assertThat(shipped().status().version()).isLessThan(MigrationFile.FIRST_OWN);
        assertThat(OldDatabase.contentHash(backend)).isEqualTo(inherited);
        shipped().up();
        assertThat(backend.snapshot()).isEqualTo(schema);
        assertThat(OldDatabase.wholeHash(backend)).isEqualTo(whole);
        assertThat(shipped().check().findings()).isEmpty();
    }

    @Test
    void tellsBeforeItUndoesWhereTheWayEndsAndWhichTextIsNotTheShippedOne() {
        with(FOR_EVER, FRUIT, COLOUR).up();
        RecordingObserver observer = new RecordingObserver();
        SchemaAdmin edited = with(
                new MigrationSettings("0.1.0-SNAPSHOT", Duration.ofSeconds(60), observer),
                FOR_EVER,
                FRUIT.replace("name TEXT", "name  TEXT"),
                COLOUR);
        edited.down(UndoRequest.to(0, false));
        assertThat(observer.warned)
                .containsExactly(
                        "migration " + name(101) + " was changed after it was applied; it is undone by the text that"
                                + " was kept when it was applied.",
                        "this goes back only as far as migration " + name(100)
                                + ", which cannot be undone: it is meant to stay.");
    }

    @Test
    void takesANumberAheadForAMistake() {
        SchemaAdmin admin = with(FRUIT, COLOUR);
        assertRefused(Reason.USAGE, () -> admin.down(UndoRequest.to(101, false)), "above the current version 0");
        admin.up();
        assertRefused(
                Reason.USAGE,
                () -> admin.down(UndoRequest.to(102, true)),
                "--to 102 is above the current version 101, and down only goes back; nothing was undone.",
                "\"ongoingai migrate up --to 102\"");
        assertThat(admin.down(UndoRequest.to(101, false)).undone()).isEmpty();
        assertThat(backend.history()).containsExactly(name(100), name(101));
    }

    private void execute(List<String> statements) {
        backend.execute(statements.toArray(String[]::new));
    }
}
