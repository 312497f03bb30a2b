package ai.ongoing.gateway.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.plan.SchemaCheck;
import ai.ongoing.gateway.migration.plan.SchemaDrift;
import ai.ongoing.gateway.migration.plan.SchemaState;
import ai.ongoing.gateway.migration.plan.SchemaState.Kind;
import ai.ongoing.gateway.migration.plan.SchemaVersions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What looking at a schema tells, and that looking changes nothing. */
abstract class SchemaStatusContract {

    SchemaBackend backend;
    SchemaAdmin admin;

    abstract SchemaBackend create();

    /** Everything a mere look could change: the file's bytes, or the catalogue. */
    abstract Object whatever();

    @BeforeEach
    void openDatabase() {
        backend = create();
        admin = new SchemaAdmin(backend.door(), SchemaBackend.SETTINGS);
    }

    @AfterEach
    void closeDatabase() {
        backend.close();
    }

    private void start() {
        try (SchemaSession session = backend.session()) {
            session.migrate();
        }
    }

    private Kind last() {
        return admin.status().entries().getLast().kind();
    }

    private String newest() {
        return admin.files().files().getLast().name();
    }

    @Test
    void showsEveryFileAsPendingWithoutAHistoryAndChangesNothing() {
        Object before = whatever();
        SchemaState state = admin.status();
        assertThat(state.entries()).isNotEmpty().allMatch(entry -> entry.kind() == Kind.PENDING);
        assertThat(state.version()).isZero();
        assertThat(admin.plan().files()).hasSameSizeAs(state.entries());
        SchemaCheck check = admin.check();
        assertThat(check.exit()).isEqualTo(MigrationExit.PENDING);
        assertThat(check.findings())
                .singleElement()
                .asString()
                .endsWith("Run \"ongoingai migrate up\", or start once with storage.migrations: auto.");
        assertThat(admin.validate().exit()).isEqualTo(MigrationExit.OK);
        assertThat(whatever()).isEqualTo(before);
    }

    @Test
    void showsWhoAppliedWhatWhenNothingIsPendingAndChangesNothing() {
        start();
        Object before = whatever();
        SchemaState state = admin.status();
        assertThat(state.entries()).allMatch(entry -> entry.kind() == Kind.APPLIED);
        assertThat(state.entries())
                .allSatisfy(entry -> assertThat(entry.appVersion()).isEqualTo("0.1.0-SNAPSHOT"));
        assertThat(state.version()).isEqualTo(state.entries().getLast().number());
        assertThat(admin.check().exit()).isEqualTo(MigrationExit.OK);
        assertThat(admin.plan().plan().settled()).isTrue();
        assertThat(whatever()).isEqualTo(before);
    }

    @Test
    void appliesUpToAGivenFileAndShowsTheRestAsPending() {
        admin.upTo(101);
        assertThat(admin.status().version()).isEqualTo(101);
        assertThat(admin.status().of(Kind.PENDING))
                .extracting(SchemaState.Entry::number)
                .doesNotContain(100, 101);
        assertThat(admin.check().exit()).isEqualTo(MigrationExit.PENDING);
        admin.up();
        assertThat(admin.check().exit()).isEqualTo(MigrationExit.OK);
    }

    @Test
    void showsFilesOfTheGoProgramAsAdopted() {
        backend.execute(LegacySchema.tables(backend.dialect()).toArray(String[]::new));
        backend.execute(LegacySchema.history(backend.dialect(), 9).toArray(String[]::new));
        assertThat(admin.status().of(Kind.ADOPTED))
                .extracting(SchemaState.Entry::name)
                .isEqualTo(backend.history());
        assertThat(admin.check().exit()).isEqualTo(MigrationExit.PENDING);
    }

    @Test
    void tellsAChangedFileFromOneThatVanishedAndFromANewerOne() {
        start();
        String folder = backend.dialect().folder();
        backend.execute("UPDATE schema_migrations SET checksum_up = 'v1:other' WHERE name = '" + newest() + "'");
        assertThat(last()).isEqualTo(Kind.MODIFIED);
        assertThat(admin.check().exit()).isEqualTo(MigrationExit.DRIFT);
        backend.execute("UPDATE schema_migrations SET checksum_up = NULL, name = '" + folder + "/105_gone.sql'"
                + " WHERE name = '" + newest() + "'");
        assertThat(admin.status().of(Kind.VANISHED))
                .extracting(SchemaState.Entry::name)
                .containsExactly(folder + "/105_gone.sql");
        SchemaCheck vanished = admin.check();
        assertThat(vanished.exit()).isEqualTo(MigrationExit.DRIFT);
        assertThat(vanished.findings().getFirst())
                .contains("105_gone.sql was applied on ", "this program has no such file");
        backend.execute("UPDATE schema_migrations SET compat_floor = NULL, name = '" + folder + "/900_far_ahead.sql'"
                + " WHERE name = '" + folder + "/105_gone.sql'");
        assertThat(last()).isEqualTo(Kind.UNKNOWN_NEWER);
        assertThat(admin.check().exit()).isEqualTo(MigrationExit.NEWER);
    }

    @Test
    void showsAFileThatWasLeftOut() {
        start();
        List<MigrationFile> files = admin.files().files();
        String left = files.get(files.size() - 2).name();
        backend.execute("DELETE FROM schema_migrations WHERE name = '" + left + "'");
        assertThat(admin.status().of(Kind.OUT_OF_ORDER))
                .extracting(SchemaState.Entry::name)
                .containsExactly(left);
        assertThat(admin.check().exit()).isEqualTo(MigrationExit.DRIFT);
    }

    @Test
    void refusesToStartOnAFileThatFailedOutsideATransactionAndNamesTheCommand() {
        start();
        backend.execute(
                "DELETE FROM schema_migrations WHERE name = '" + newest() + "'",
                "INSERT INTO schema_migration_runs (name, started_at, applied_by, error) VALUES ('" + newest()
                        + "', 'then', 'me', 'could not')");
        assertThat(last()).isEqualTo(Kind.FAILED);
        assertThat(admin.check().exit()).isEqualTo(MigrationExit.DIRTY);
        assertThatThrownBy(this::start)
                .isInstanceOfSatisfying(
                        MigrationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DIRTY))
                .hasMessage("migration " + newest() + " failed outside a transaction: could not. Mend the cause, then"
                        + " run \"ongoingai migrate up\": it removes what the attempt left and tries again.");
    }

    @Test
    void refusesTheHistoryOfAnotherTool() {
        backend.execute("CREATE TABLE schema_migrations (version TEXT, dirty TEXT)");
        assertThatThrownBy(admin::status)
                .isInstanceOfSatisfying(
                        MigrationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NEWER))
                .hasMessageContaining("belongs to another tool");
    }

    /** Run once with {@code -Dschema.write=true} after a file was added, and commit what it wrote. */
    @Test
    void shipsWhatADatabaseAtTheNewestFileLooksLike() throws SQLException, IOException {
        start();
        String folder = backend.dialect().folder();
        SortedSet<String> live;
        try (Connection connection = backend.connect()) {
            live = backend.dialect().facts(connection);
        }
        if (Boolean.getBoolean("schema.write")) {
            Files.write(Path.of("src/main/resources/db/schema", folder + ".txt"), live);
        }
        assertThat(SchemaDrift.expected(folder)).isEqualTo(live);
        assertThat(admin.fingerprint()).isEqualTo(SchemaDrift.fingerprint(live));
    }

    /** Written by the same run; what a database without a history is compared with. */
    @Test
    void shipsWhatADatabaseAtEveryFileLooksLike() throws SQLException, IOException {
        SortedMap<Integer, SortedSet<String>> facts = new TreeMap<>();
        try (SchemaBackend replayed = create()) {
            for (MigrationFile file : admin.files().files()) {
                if (file.inherited()) {
                    Replay.of(file, replayed);
                    facts.put(file.number(), facts(replayed));
                }
            }
        }
        for (MigrationFile file : admin.files().files()) {
            if (!file.inherited()) {
                admin.upTo(file.number());
                facts.put(file.number(), facts(backend));
            }
        }
        String folder = backend.dialect().folder();
        SchemaVersions live = new SchemaVersions(facts);
        if (Boolean.getBoolean("schema.write")) {
            Files.writeString(Path.of("src/main/resources/db/schema", folder + ".versions.txt"), live.text());
        }
        assertThat(SchemaVersions.shipped(folder).text()).isEqualTo(live.text());
    }

    private static SortedSet<String> facts(SchemaBackend of) throws SQLException {
        try (Connection connection = of.connect()) {
            return of.dialect().facts(connection);
        }
    }

    @Test
    void findsATableThatWasChangedByHandAndSaysSoAfterTheStart() {
        start();
        backend.execute("DROP INDEX idx_traces_created_at", "ALTER TABLE traces ADD COLUMN mood TEXT");
        SchemaCheck check = admin.check();
        assertThat(check.exit()).isEqualTo(MigrationExit.DRIFT);
        assertThat(check.findings())
                .singleElement()
                .asString()
                .startsWith("the schema was changed by hand: missing: index idx_traces_created_at on traces ")
                .contains("unexpected: column traces.mood ");
        assertThat(admin.validate().exit()).isEqualTo(MigrationExit.DRIFT);
        try (SchemaSession session = backend.session()) {
            assertThat(session.migrate().applied()).isEmpty();
            assertThat(session.drift()).get().asString().startsWith("the schema was changed by hand: ");
        }
    }
}
