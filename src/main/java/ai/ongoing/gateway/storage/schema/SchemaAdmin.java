package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.config.MigrationMode;
import ai.ongoing.gateway.migration.AdoptionReport;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.migration.MigrationReport;
import ai.ongoing.gateway.migration.MigrationSettings;
import ai.ongoing.gateway.migration.RehearsalReport;
import ai.ongoing.gateway.migration.SchemaEvent;
import ai.ongoing.gateway.migration.UndoReport;
import ai.ongoing.gateway.migration.UndoRequest;
import ai.ongoing.gateway.migration.backend.MigrationDialect;
import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.file.MigrationFiles;
import ai.ongoing.gateway.migration.plan.MigrationPlan;
import ai.ongoing.gateway.migration.plan.SchemaCheck;
import ai.ongoing.gateway.migration.plan.SchemaDrift;
import ai.ongoing.gateway.migration.plan.SchemaState;
import ai.ongoing.gateway.migration.plan.SchemaState.Kind;
import ai.ongoing.gateway.migration.run.Adoption;
import ai.ongoing.gateway.migration.run.Migrator;
import ai.ongoing.gateway.migration.run.SchemaMending;
import ai.ongoing.gateway.storage.schema.SchemaSession.Connections;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.function.Function;

/**
 * What an operator does to a schema by command. Every call opens a connection of its own and closes it. What only looks
 * cannot write, and needs neither a history nor a database: an absent one is an empty one. Every failure is a
 * {@link MigrationException} whose message is all to print and whose reason holds the exit code. Thread-safe.
 */
public final class SchemaAdmin {

    private final SchemaDoor door;
    private final MigrationFiles files;
    private final SortedSet<String> expected;
    private final MigrationSettings settings;

    /** Works with the files inside the program; opens nothing. */
    public SchemaAdmin(SchemaDoor door, MigrationSettings settings) {
        this(
                door,
                MigrationFiles.embedded(door.dialect().folder(), door.dialect().syntax()),
                SchemaDrift.expected(door.dialect().folder()),
                settings);
    }

    /** Works with these files; {@code expected} are the facts of the newest schema, empty when nobody knows them. */
    SchemaAdmin(SchemaDoor door, MigrationFiles files, SortedSet<String> expected, MigrationSettings settings) {
        this.door = door;
        this.files = files;
        this.expected = expected;
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
    public Preview plan() {
        return looking(connection -> {
            adoption().refuseForeign(connection);
            return Preview.of(migrator().plan(connection), door.dialect(), connection);
        });
    }

    /** Does what {@link #up()} would do and takes all of it back; what cannot be taken back is left out. */
    public RehearsalReport rehearse() {
        return asking(door.trying(), migrator()::rehearse);
    }

    /** Whether this program could serve on the database as it is. */
    public SchemaCheck check() {
        return looking(connection -> checked(connection, true));
    }

    /** As {@link #check()}, but files that wait to be applied are in order. */
    public SchemaCheck validate() {
        return looking(connection -> checked(connection, false));
    }

    /** Names the live schema; two databases with the same one have the same tables. */
    public String fingerprint() {
        return looking(connection -> SchemaDrift.fingerprint(door.dialect().facts(connection)));
    }

    /** What was ever done to the schema, oldest first. */
    public List<SchemaEvent> events() {
        return looking(migrator()::events);
    }

    /** The copies into it, newest first. */
    public List<PastCopy> copies() {
        return looking(connection -> PastCopy.look(door.dialect(), connection));
    }

    /** The same without a copy of the database before files are applied or undone. */
    public SchemaAdmin withoutBackup() {
        return new SchemaAdmin(door, files, expected, settings.withoutBackup());
    }

    /** Applies everything pending; a file that failed outside a transaction is mended and tried again. */
    public MigrationReport up() {
        return upTo(Integer.MAX_VALUE);
    }

    /** As {@link #up()}, up to and with a number. */
    public MigrationReport upTo(int number) {
        return writing(session -> {
            MigrationReport report = session.migrate(files, number);
            secure(session);
            return report.and(session.work((connection, lock) -> changedByHand(connection)));
        });
    }

    /**
     * Goes back, newest first. Who calls it prints {@link UndoReport#WARNING} before.
     *
     * @throws MigrationException {@code REFUSED} when there is no way back, or when something would be lost that the
     *     request does not agree to; {@code USAGE} when it names a version ahead
     */
    public UndoReport down(UndoRequest request) {
        request.refuseIfAhead(status().version());
        if (nothingApplied()) {
            return new UndoReport(List.of(), "", "", Duration.ZERO);
        }
        return writing(session -> session.work((connection, lock) -> migrator().down(connection, lock, request)));
    }

    /** Undoes the newest file and applies it again as shipped. */
    public MigrationReport redo(boolean lossesAgreed) {
        if (nothingApplied()) {
            throw new MigrationException(
                    Reason.USAGE,
                    "there is no applied migration to do again; \"ongoingai migrate up\" applies what is pending.");
        }
        return writing(session -> {
            MigrationReport report =
                    session.work((connection, lock) -> migrator().redo(connection, lock, lossesAgreed));
            secure(session);
            return report;
        });
    }

    /**
     * Takes the shipped text of an applied file for the right one; without a number, fills in checksums that the Go
     * program did not write. Leaves an event for each.
     *
     * @return names of the files whose rows were changed
     */
    public List<String> repair(OptionalInt acceptChecksum) {
        if (nothingApplied()) {
            if (acceptChecksum.isEmpty()) {
                return List.of();
            }
            throw new MigrationException(
                    Reason.USAGE, "there is no applied migration to repair; \"ongoingai migrate status\" lists them.");
        }
        SchemaMending mending = new SchemaMending(files, door.dialect(), settings);
        return writing(session -> session.work((connection, lock) -> mending.repair(connection, lock, acceptChecksum)));
    }

    /** Says what the database is, and unless it is a dry run takes it over. */
    public AdoptionReport adopt(boolean dryRun) {
        if (dryRun) {
            return looking(adoption()::look);
        }
        return writing(session -> {
            AdoptionReport report = session.work(adoption()::adopt);
            secure(session);
            return report;
        });
    }

    /**
     * Brings a database without a history to the Go program's newest version, stamps it so, and stops there; refuses
     * one with a history. What exists already is left as it is.
     */
    public MigrationReport baseline() {
        if (status().version() > 0) {
            throw new MigrationException(
                    Reason.REFUSED, "the database has a history already; \"ongoingai migrate status\" shows it.");
        }
        return writing(session -> session.migrate(files, MigrationFile.FIRST_OWN - 1));
    }

    /** Asked before anything is opened for writing, which would make a file that is not there. */
    private boolean nothingApplied() {
        return status().entries().stream().allMatch(entry -> entry.appliedAt().isEmpty());
    }

    /** Tenant isolation belongs to the newest schema; older ones may lack its tables. */
    private void secure(SchemaSession session) {
        if (session.work((connection, lock) -> migrator().state(connection)).settled()) {
            session.secureTenants();
        }
    }

    private SchemaCheck checked(Connection connection, boolean complete) {
        MigrationPlan plan = migrator().plan(connection);
        if (!plan.settled()) {
            adoption().refuseForeign(connection);
        }
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
        if (complete && exit == MigrationExit.OK && !plan.pending().isEmpty()) {
            findings.add(plan.pendingInWords());
            exit = MigrationExit.PENDING;
        }
        List<String> changed = changedByHand(connection);
        if (!changed.isEmpty()) {
            findings.addAll(changed);
            exit = exit == MigrationExit.OK ? MigrationExit.DRIFT : exit;
        }
        return new SchemaCheck(exit, findings, plan.warnings(), state);
    }

    private Migrator migrator() {
        return new Migrator(files, door.dialect(), settings);
    }

    private Adoption adoption() {
        return new Adoption(files, door.dialect(), settings);
    }

    /** One sentence, of a schema that should be as shipped and is not. */
    private List<String> changedByHand(Connection connection) {
        if (expected.isEmpty() || !migrator().state(connection).settled()) {
            return List.of();
        }
        List<String> drift = migrator().drift(connection, expected);
        return drift.isEmpty() ? List.of() : List.of(SchemaDrift.sentence(drift));
    }

    private <T> T writing(Function<SchemaSession, T> work) {
        try (SchemaSession session = new SchemaSession(door.writing(), door.dialect(), MigrationMode.AUTO, settings)) {
            return work.apply(session);
        }
    }

    /** A question to the database. */
    @FunctionalInterface
    private interface Look<T> {
        T at(Connection connection) throws SQLException;
    }

    private <T> T looking(Look<T> look) {
        while (true) {
            Object before = door.mark().get();
            try {
                T seen = asking(door.reading(), look);
                if (before.equals(door.mark().get())) {
                    return seen;
                }
            } catch (MigrationException e) {
                // A file written while it was looked into may even seem damaged.
                if (before.equals(door.mark().get())) {
                    throw e;
                }
            }
        }
    }

    private <T> T asking(Connections connections, Look<T> look) {
        MigrationDialect dialect = door.dialect();
        try (Connection connection = connections.open()) {
            dialect.prepare(connection, settings.lockWait());
            return look.at(connection);
        } catch (SQLException e) {
            throw new MigrationException(
                    Reason.UNREACHABLE, "cannot look at " + dialect + ": " + dialect.inWords(e), e);
        }
    }
}
