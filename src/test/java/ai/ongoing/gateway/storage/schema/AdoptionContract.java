package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.file.MigrationFiles;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Databases of the Go program open in place, keep every row and end with the schema of a fresh one. */
abstract class AdoptionContract {

    /** Indexes the Go program makes again whenever it starts: tolerated, whoever left them. */
    static final Set<String> SURPLUS = Set.of(
            "idx_traces_org_workspace_created_at_id",
            "idx_traces_org_workspace_timestamp",
            "idx_traces_gateway_key_id",
            "idx_traces_org_workspace_gateway_key_timestamp");

    SchemaBackend backend;

    abstract SchemaBackend create();

    /** What the Go program runs when it starts on a database. */
    abstract List<String> goStart();

    @BeforeEach
    void openDatabase() {
        backend = create();
    }

    @AfterEach
    void closeDatabase() {
        backend.close();
    }

    void execute(List<String> statements) {
        backend.execute(statements.toArray(String[]::new));
    }

    /** A start of ours. */
    TenantSecurityReport start() {
        try (SchemaSession session = backend.session()) {
            session.migrate();
            return session.secureTenants();
        }
    }

    SortedSet<String> freshSchema() {
        try (SchemaBackend fresh = create();
                SchemaSession session = fresh.session()) {
            session.migrate();
            session.secureTenants();
            return fresh.snapshot();
        }
    }

    void assertSameSchemaAsFresh() {
        SortedSet<String> schema = new TreeSet<>(backend.snapshot());
        schema.removeIf(fact -> SURPLUS.stream().anyMatch(fact::contains));
        assertThat(schema).isEqualTo(freshSchema());
        assertThat(backend.history())
                .containsAll(
                        MigrationFiles.embedded(
                                        backend.dialect().folder(),
                                        backend.dialect().syntax())
                                .files()
                                .stream()
                                .map(MigrationFile::name)
                                .toList());
    }

    /** Rows as an operator sees them. */
    List<String> rows(String sql) {
        return backend.query(sql);
    }

    @Test
    void stampsABaselineThatEqualsTheReplayOfWhatItStandsFor() throws SQLException {
        MigrationFiles files = MigrationFiles.embedded(
                backend.dialect().folder(), backend.dialect().syntax());
        try (SchemaBackend replayed = create()) {
            for (MigrationFile file : files.files()) {
                if (file.inherited()) {
                    Replay.of(file, replayed);
                }
            }
            execute(LegacySchema.tables(backend.dialect()));
            assertThat(backend.snapshot()).isEqualTo(replayed.snapshot());
        }
    }

    @Test
    void adoptsWhatItLeftAtItsNewestVersion() {
        OldDatabase.fill(backend, 9);
        execute(goStart());
        String before = OldDatabase.contentHash(backend);
        start();
        assertSameSchemaAsFresh();
        assertThat(OldDatabase.contentHash(backend)).isEqualTo(before);
        assertThat(rows("SELECT correlation_id || lineage_thread_id || coalesce(lineage_run_id, '-') FROM traces"))
                .containsOnly("c-1t-1-")
                .hasSize(OldDatabase.ROWS);
    }

    @Test
    void adoptsIdsThatNoIndexTakes() {
        execute(LegacySchema.tables(backend.dialect()));
        execute(LegacySchema.history(backend.dialect(), 9));
        execute(goStart());
        String id = noise(5_000);
        backend.execute(LegacySchema.INSERT
                .formatted("one")
                .replace("'g'", "'" + id + "'")
                .replace("t-1", id));
        start();
        assertThat(rows("SELECT trace_group_id FROM traces")).containsExactly(id);
        assertThat(rows("SELECT lineage_thread_id FROM traces")).containsExactly(id.substring(0, 512));
    }

    /** Letters that no server can compress into an index. */
    private static String noise(int length) {
        Random random = new Random(42);
        return random.ints(length, 0, 62)
                .mapToObj("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"::charAt)
                .map(String::valueOf)
                .collect(Collectors.joining());
    }

    /** Stopped, or never upgraded, behind any of its files: the tables are of that age, and their rows stay. */
    @Test
    void adoptsEveryPrefixOfItsHistory() throws SQLException {
        List<MigrationFile> inherited =
                MigrationFiles.embedded(
                                backend.dialect().folder(), backend.dialect().syntax())
                        .files()
                        .stream()
                        .filter(MigrationFile::inherited)
                        .toList();
        for (int applied = 0; applied <= inherited.size(); applied++) {
            closeDatabase();
            openDatabase();
            execute(LegacySchema.history(backend.dialect(), applied));
            for (MigrationFile file : inherited.subList(0, applied)) {
                Replay.of(file, backend);
            }
            String before = applied == 0 ? "" : callsOfThatAge();
            Set<String> columns = columnsOfTraces();
            start();
            assertSameSchemaAsFresh();
            if (applied > 0) {
                assertThat(OldDatabase.callsHash(backend, columns))
                        .as("rows of a table %s files old", applied)
                        .isEqualTo(before);
                assertThat(rows("SELECT gateway_key_id FROM traces"))
                        .hasSize(OldDatabase.ROWS)
                        .containsOnly(columns.contains("gateway_key_id") ? "" : "k");
            }
        }
    }

    /** Rows by the columns there are; the hash of them. */
    private String callsOfThatAge() {
        Set<String> columns = columnsOfTraces();
        for (int i = 0; i < OldDatabase.ROWS; i++) {
            String row = OldDatabase.row(backend, i);
            backend.execute(
                    columns.contains("gateway_key_id")
                            ? row
                            : row.replace(" gateway_key_id,", "").replace("'hash-" + i + "', ''", "'hash-" + i + "'"));
        }
        return OldDatabase.callsHash(backend, columns);
    }

    private Set<String> columnsOfTraces() {
        try (Connection connection = backend.connect()) {
            return backend.dialect().columns(connection, "traces");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** A history cut short on tables that are whole: the Go program added some of them outside its files. */
    @Test
    void adoptsWholeTablesUnderEveryPrefixOfItsHistory() {
        int inherited = LegacySchema.history(backend.dialect(), 9).size() - 1;
        for (int rows = 0; rows < inherited; rows++) {
            closeDatabase();
            openDatabase();
            OldDatabase.fill(backend, 0);
            execute(LegacySchema.history(backend.dialect(), rows));
            execute(goStart());
            String before = OldDatabase.contentHash(backend);
            start();
            assertSameSchemaAsFresh();
            assertThat(OldDatabase.contentHash(backend)).isEqualTo(before);
        }
    }

    @Test
    void adoptsTracesWithoutAHistory() {
        OldDatabase.fill(backend, 0);
        String before = OldDatabase.contentHash(backend);
        start();
        assertSameSchemaAsFresh();
        assertThat(OldDatabase.contentHash(backend)).isEqualTo(before);
    }

    @Test
    void letsTheOlderProgramRunAgainAndClosesWhatItOpened() {
        start();
        execute(goStart());
        backend.execute(LegacySchema.INSERT.formatted("from-go"));
        start();
        assertThat(rows("SELECT id FROM traces")).containsExactly("from-go");
        assertSameSchemaAsFresh();
        assertThat(start().mended()).isEmpty();
    }

    @Test
    void undoesEveryFileOfOursAndAppliesItAgain() {
        execute(LegacySchema.tables(backend.dialect()));
        execute(LegacySchema.history(backend.dialect(), 9));
        backend.execute(LegacySchema.INSERT.formatted("one"));
        SortedSet<String> inherited = traces();
        start();
        List<MigrationFile> files = MigrationFiles.embedded(
                        backend.dialect().folder(), backend.dialect().syntax())
                .files();
        for (MigrationFile file : files.reversed()) {
            MigrationFile.Section down = file.down();
            if (down != null) {
                down.steps().forEach(step -> backend.execute(step.sql().text()));
                backend.execute("DELETE FROM schema_migrations WHERE name = '" + file.name() + "'");
            }
        }
        assertThat(traces()).isEqualTo(inherited);
        start();
        assertSameSchemaAsFresh();
        assertThat(rows("SELECT id FROM traces")).containsExactly("one");
    }

    /** Whether a fact is about tables whose file leaves them behind on its way back. */
    boolean staysWhenUndone(String fact) {
        return false;
    }

    private SortedSet<String> traces() {
        SortedSet<String> facts = new TreeSet<>(backend.snapshot());
        facts.removeIf(fact -> fact.contains("schema_migration") || staysWhenUndone(fact));
        return facts;
    }
}
