package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.UndoRequest;
import ai.ongoing.gateway.testkit.RunsOn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

@RunsOn(StorageDriver.SQLITE)
final class SqliteSchemaChangeTest extends SchemaChangeContract {

    private static final String TREES = """
            -- +goose Up
            CREATE TABLE tree (id INTEGER PRIMARY KEY, name TEXT);
            CREATE INDEX tree_name ON tree (name);
            CREATE TABLE leaf (tree_id INTEGER NOT NULL REFERENCES tree(id) ON DELETE CASCADE);
            INSERT INTO tree VALUES (1, 'oak'), (2, 'elm');
            INSERT INTO leaf VALUES (1), (1), (2);
            -- +goose Down
            DROP TABLE leaf;
            DROP TABLE tree;
            """;
    private static final String STRICTER = """
            -- rebuild: tree
            -- +goose Up
            CREATE TABLE tree (id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INTEGER);
            -- +goose Down
            CREATE TABLE tree (id INTEGER PRIMARY KEY, name TEXT);
            """;

    @Override
    SchemaBackend create() {
        return SchemaBackend.sqlite();
    }

    @Override
    List<String> rows(String sql) {
        return backend.query(sql);
    }

    @Test
    void givesATableAnotherDefinitionAndKeepsRowsChildrenAndIndexes() {
        with(TREES).up();
        with(TREES, STRICTER).up();
        assertThat(backend.query("SELECT name FROM tree ORDER BY id")).containsExactly("oak", "elm");
        assertThat(backend.query("SELECT count(*) FROM leaf")).containsExactly("3");
        assertThat(backend.query("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'tree'"))
                .containsExactly("tree_name");
        assertThat(backend.query("SELECT \"table\" FROM pragma_foreign_key_list('leaf')"))
                .containsExactly("tree");
        assertThat(backend.query("SELECT \"notnull\" FROM pragma_table_info('tree') WHERE name = 'name'"))
                .containsExactly("1");
        assertThat(with(TREES).down(UndoRequest.steps(1, false)).undone()).containsExactly(name(101));
        assertThat(backend.query("SELECT \"notnull\" FROM pragma_table_info('tree') WHERE name = 'name'"))
                .containsExactly("0");
        assertThat(backend.query("SELECT count(*) FROM leaf")).containsExactly("3");
    }

    @Test
    void leavesTheTableAloneWhenARowDoesNotFitTheNewDefinition() {
        with(TREES).up();
        backend.execute("INSERT INTO tree VALUES (3, NULL)");
        assertThatThrownBy(() -> with(TREES, STRICTER).up())
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("NOT NULL constraint failed");
        assertThat(backend.query("SELECT count(*) FROM tree")).containsExactly("3");
        assertThat(backend.history()).containsExactly(name(100));
    }

    @Test
    void copiesTheDatabaseBeforeAFileIsAppliedToItAndSaysWhere() throws SQLException, IOException {
        with(TREES).up();
        Path file = ((SchemaBackend.Sqlite) backend).database().file();
        Path cutOff = file.resolveSibling("ongoingai.db.before-101-20260102T030405000Z.backup.part");
        Files.writeString(cutOff, "what a killed start left");
        String backup = with(TREES, STRICTER).up().backup();
        assertThat(cutOff).doesNotExist();
        assertThat(Path.of(backup).getFileName().toString()).startsWith("ongoingai.db.before-101-");
        try (Connection copy = DriverManager.getConnection("jdbc:sqlite:" + backup);
                Statement statement = copy.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM leaf")) {
            assertThat(rows.getLong(1)).isEqualTo(3);
        }
        assertThat(shipped().events())
                .filteredOn(event -> event.event().equals("backup"))
                .singleElement()
                .satisfies(event -> assertThat(event.detail()).isEqualTo(backup));
    }

    @Test
    void makesNoCopyOfAnEmptyDatabaseOrWhenToldNotTo() {
        assertThat(with(TREES).up().backup()).isEmpty();
        assertThat(with(TREES, STRICTER).withoutBackup().up().backup()).isEmpty();
    }

    @Test
    void copiesOnceWhenAFileIsDoneAgain() {
        SchemaAdmin admin = with(TREES, STRICTER);
        admin.up();
        admin.redo(false);
        assertThat(admin.events())
                .filteredOn(event -> event.event().equals("backup"))
                .hasSize(1);
    }

    @Test
    void saysThatALargeDatabaseWasNotCopied() throws SQLException {
        with(TREES).up();
        Path file = ((SchemaBackend.Sqlite) backend).database().file();
        try (Connection connection = backend.connect()) {
            assertThat(new SqliteBackup(file, 1).make(connection, 101).warning())
                    .startsWith("no backup was made before migrating: ");
        }
    }

    @Test
    void changesNothingWhenTheCopyCannotBeMade() throws SQLException {
        with(TREES).up();
        Path elsewhere = Path.of("/proc/nowhere/ongoingai.db");
        try (Connection connection = backend.connect()) {
            assertThatThrownBy(() -> new SqliteBackup(elsewhere, 1 << 20).make(connection, 101))
                    .isInstanceOfSatisfying(
                            MigrationException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.FAILED))
                    .hasMessageContaining("migrate up --no-backup");
        }
        assertThat(List.of(backend.history())).containsExactly(List.of(name(100)));
    }
}
