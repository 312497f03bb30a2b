package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.config.MigrationMode;
import ai.ongoing.gateway.migration.MigrationDialect;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.migration.MigrationFile;
import ai.ongoing.gateway.migration.MigrationFiles;
import ai.ongoing.gateway.migration.MigrationPlan;
import ai.ongoing.gateway.migration.MigrationReport;
import ai.ongoing.gateway.migration.MigrationSettings;
import ai.ongoing.gateway.migration.Migrator;
import ai.ongoing.gateway.migration.SchemaCheck;
import ai.ongoing.gateway.migration.SchemaState;
import ai.ongoing.gateway.migration.SchemaState.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What an operator does to a schema by command. Every call opens a connection of its own and closes it. What only looks
 * uses a connection that cannot write, and needs neither a history nor a database: an absent one is an empty one. Every
 * failure is a {@link MigrationException} whose message is the whole text to print and whose reason holds the exit
 * code. Thread-safe.
 */
public final class SchemaAdmin {

    private final SchemaDoor door;
    private final MigrationFiles files;
    private final MigrationSettings settings;

    /** Works with the files inside the program; opens nothing. */
    public SchemaAdmin(SchemaDoor door, MigrationSettings settings) {
        this(
                door,
                MigrationFiles.embedded(door.dialect().folder(), door.dialect().syntax()),
                settings);
    }

    SchemaAdmin(SchemaDoor door, MigrationFiles files, MigrationSettings settings) {
        this.door = door;
        this.files = files;
        this.settings = settings;
    }

    /** The shipped files of this backend. */
    public MigrationFiles files() {
        return files;
    }

    /** File by file, row by row. */
    public SchemaState status() {
        return looking(migrator()::state);
    }

    /** What {@link #up()} would do; the pending files hold their statements. */
    public MigrationPlan plan() {
        return looking(migrator()::plan);
    }

    /** Whether this program could serve on the database as it is. */
    public SchemaCheck check() {
        return looking(connection -> checked(connection, true));
    }

    /** As {@link #check()}, but files that wait to be applied are in order. */
    public SchemaCheck validate() {
        return looking(connection -> checked(connection, false));
    }

    /** Applies everything pending; a file that failed outside a transaction is mended and tried again. */
    public MigrationReport up() {
        return upTo(Integer.MAX_VALUE);
    }

    /** As {@link #up()}, up to and with a number. */
    public MigrationReport upTo(int number) {
        try (SchemaSession session = session()) {
            MigrationReport report = session.migrate(files, number);
            if (status().of(Kind.PENDING).isEmpty()) {
                session.secureTenants();
            }
            return report;
        }
    }

    private SchemaCheck checked(Connection connection, boolean complete) {
        MigrationPlan plan = migrator().plan(connection);
        SchemaState state = migrator().state(connection);
        List<String> findings = new ArrayList<>();
        MigrationExit exit = MigrationExit.OK;
        MigrationPlan.Refusal refusal = plan.refusal();
        if (refusal != null) {
            findings.add(refusal.sentence());
            exit = refusal.reason().exit();
        }
        for (SchemaState.Entry failed : state.of(Kind.FAILED)) {
            findings.add(Migrator.failedOutside(failed.name(), failed.error()));
            exit = exit == MigrationExit.OK ? MigrationExit.DIRTY : exit;
        }
        if (complete && !plan.pending().isEmpty()) {
            findings.add(pending(plan.pending()));
            exit = exit == MigrationExit.OK ? MigrationExit.PENDING : exit;
        }
        return new SchemaCheck(exit, findings, plan.warnings(), state);
    }

    static String pending(List<MigrationFile> pending) {
        return (pending.size() == 1 ? "1 migration is pending: " : pending.size() + " migrations are pending: ")
                + pending.stream().map(MigrationFile::name).collect(Collectors.joining(", "))
                + ". Run \"ongoingai migrate up\", or start once with storage.migrations: auto.";
    }

    private Migrator migrator() {
        return new Migrator(files, door.dialect(), settings);
    }

    private SchemaSession session() {
        return new SchemaSession(door.writing(), door.dialect(), MigrationMode.AUTO, settings);
    }

    /** A question to the database. */
    @FunctionalInterface
    private interface Look<T> {
        T at(Connection connection) throws SQLException;
    }

    private <T> T looking(Look<T> look) {
        MigrationDialect dialect = door.dialect();
        try (Connection connection = door.reading().open()) {
            dialect.prepare(connection, settings.lockWait());
            return look.at(connection);
        } catch (SQLException e) {
            throw new MigrationException(Reason.UNREACHABLE, "cannot look at " + dialect + ": " + e.getMessage(), e);
        }
    }
}
