package ai.ongoing.gateway.migration.run;

import ai.ongoing.gateway.migration.Expectation;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.MigrationReport;
import ai.ongoing.gateway.migration.MigrationSettings;
import ai.ongoing.gateway.migration.RehearsalReport;
import ai.ongoing.gateway.migration.SchemaEvent;
import ai.ongoing.gateway.migration.UndoReport;
import ai.ongoing.gateway.migration.UndoRequest;
import ai.ongoing.gateway.migration.backend.MigrationDialect;
import ai.ongoing.gateway.migration.backend.MigrationDialect.Backup;
import ai.ongoing.gateway.migration.backend.MigrationLock;
import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.file.MigrationFiles;
import ai.ongoing.gateway.migration.plan.HistoryRow;
import ai.ongoing.gateway.migration.plan.MigrationPlan;
import ai.ongoing.gateway.migration.plan.SchemaDrift;
import ai.ongoing.gateway.migration.plan.SchemaState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * Brings a schema to the newest file: plan without a lock, lock, plan again, apply. A start that finds nothing to do
 * writes nothing and takes no lock. Everything runs on the connection it is given, because lock and session state live
 * on a connection. Immutable; one call per connection at a time.
 */
public final class Migrator {

    private static final String ROLLED_BACK = "It was a rehearsal; all of it was rolled back.";

    private final MigrationFiles files;
    private final MigrationDialect dialect;
    private final MigrationSettings settings;
    private final History history;

    public Migrator(MigrationFiles files, MigrationDialect dialect, MigrationSettings settings) {
        this.files = files;
        this.dialect = dialect;
        this.settings = settings;
        this.history = new History(dialect, settings);
    }

    /** What would be done; only reads. */
    public MigrationPlan plan(Connection connection) {
        try {
            return MigrationPlan.of(files, history.read(connection), settings.appVersion());
        } catch (SQLException e) {
            throw outsideAFile(connection, "reading the migration history", e);
        }
    }

    /** What became of every file and every row; only reads, and needs no history to be there. */
    public SchemaState state(Connection connection) {
        try {
            return SchemaState.of(files, history.read(connection), history.errors(connection));
        } catch (SQLException e) {
            throw outsideAFile(connection, "reading the migration history", e);
        }
    }

    /** {@link #refuseFailed} and then {@link #up}, which reads the history once: most starts find nothing to do. */
    public MigrationReport start(Connection connection, MigrationLock lock) {
        long started = System.nanoTime();
        try {
            List<HistoryRow> rows = history.read(connection);
            refuseFailed(SchemaState.of(files, rows, history.errors(connection)));
            MigrationPlan plan = MigrationPlan.of(files, rows, settings.appVersion());
            return carryOut(plan, connection, lock, Integer.MAX_VALUE, started);
        } catch (SQLException e) {
            throw outsideAFile(connection, "reading the migration history", e);
        }
    }

    /**
     * Applies everything pending.
     *
     * @param lock taken when there is something to do and left held, so that what follows can run under it
     * @throws MigrationException whose message is the whole text an operator reads
     */
    public MigrationReport up(Connection connection, MigrationLock lock) {
        return upTo(connection, lock, Integer.MAX_VALUE);
    }

    /** As {@link #up}, up to and with a number. */
    public MigrationReport upTo(Connection connection, MigrationLock lock, int to) {
        long started = System.nanoTime();
        return carryOut(plan(connection), connection, lock, to, started);
    }

    private MigrationReport carryOut(
            MigrationPlan found, Connection connection, MigrationLock lock, int to, long started) {
        found.refuseIfWrong();
        if (found.settled()) {
            return report(List.of(), found, false, Backup.NONE, started);
        }
        try {
            new Adoption(files, dialect, settings).refuseForeign(connection);
            lock.acquire();
            boolean baselined = baseline(connection);
            // Read again: what was pending before the wait may have been applied by the one waited for.
            MigrationPlan plan = plan(connection);
            plan.refuseIfWrong();
            List<MigrationFile> wanted =
                    plan.pending().stream().filter(file -> file.number() <= to).toList();
            Backup backup = baselined || wanted.isEmpty() ? Backup.NONE : beforeOld(connection, wanted);
            List<String> applied = apply(connection, wanted, plan.applied());
            return report(applied, plan.after(wanted.size()), baselined, backup, started);
        } catch (SQLException e) {
            throw outsideAFile(connection, "migrating", e);
        }
    }

    /** Runs what is pending and takes all of it back; takes no lock and leaves nothing. */
    public RehearsalReport rehearse(Connection connection) {
        MigrationPlan plan = plan(connection);
        plan.refuseIfWrong();
        try {
            new Adoption(files, dialect, settings).refuseForeign(connection);
            boolean fresh = empty(connection);
            List<Change> changes = new ArrayList<>();
            if (fresh) {
                changes.add(Change.applying(files.baseline(), files.inherited(), ROLLED_BACK));
            }
            plan.pending().stream()
                    .filter(file -> !fresh || !file.inherited())
                    .map(file -> Change.applying(file, List.of(file), ROLLED_BACK))
                    .forEach(changes::add);
            return new Rehearsal(connection, dialect, settings).of(changes);
        } catch (SQLException e) {
            throw outsideAFile(connection, "trying migrations", e);
        }
    }

    /** Goes back; the lock is taken and left held. */
    public UndoReport down(Connection connection, MigrationLock lock, UndoRequest request) {
        long started = System.nanoTime();
        try {
            lock.acquire();
            Undo undo = new Undo(files, dialect, settings, connection);
            List<HistoryRow> rows = undo.chosen(request);
            List<String> undone = new ArrayList<>();
            if (rows.isEmpty()) {
                return new UndoReport(undone, "", "", Duration.ofNanos(System.nanoTime() - started));
            }
            history.ensure(connection);
            undo.refuseIfFirstIsIrreversible(rows);
            undo.warnings(rows).forEach(settings.observer()::warning);
            String copy = backup(connection, undo.number(rows.getFirst())).path();
            String stopped = undo.run(rows, request.lossesAgreed(), undone);
            return new UndoReport(undone, stopped, copy, Duration.ofNanos(System.nanoTime() - started));
        } catch (SQLException e) {
            throw outsideAFile(connection, "undoing migrations", e);
        }
    }

    /** Undoes the newest file and applies it again, as shipped. */
    public MigrationReport redo(Connection connection, MigrationLock lock, boolean lossesAgreed) {
        try {
            lock.acquire();
            Undo undo = new Undo(files, dialect, settings, connection);
            List<HistoryRow> rows = undo.chosen(UndoRequest.steps(1, lossesAgreed));
            if (rows.isEmpty() || !undo.shipped(rows.getFirst())) {
                throw new MigrationException(
                        Reason.USAGE,
                        "there is no applied migration that this program could do again; \"ongoingai migrate status\" shows"
                                + " what is applied.");
            }
            down(connection, lock, UndoRequest.steps(1, lossesAgreed));
            Migrator again = new Migrator(files, dialect, settings.withoutBackup());
            return again.upTo(connection, lock, undo.number(rows.getFirst()));
        } catch (SQLException e) {
            throw outsideAFile(connection, "redoing a migration", e);
        }
    }

    /** What was ever done, oldest first; only reads. */
    public List<SchemaEvent> events(Connection connection) {
        try {
            return new EventLog(dialect, settings).read(connection);
        } catch (SQLException e) {
            throw outsideAFile(connection, "reading the event log", e);
        }
    }

    /** How the live tables differ from those of the newest file; empty when they do not, or when files are missing. */
    public List<String> drift(Connection connection, SortedSet<String> expected) {
        try {
            return SchemaDrift.between(expected, dialect.facts(connection));
        } catch (SQLException e) {
            throw outsideAFile(connection, "reading the catalogue", e);
        }
    }

    /** Says how long the files may take, and copies what they change. */
    private Backup beforeOld(Connection connection, List<MigrationFile> wanted) throws SQLException {
        Expectation expectation = dialect.expectation(connection, wanted);
        if (expectation.noticeable()) {
            settings.observer().expecting(expectation);
        }
        return backup(connection, wanted.getFirst().number());
    }

    private Backup backup(Connection connection, int before) throws SQLException {
        if (!settings.backup()) {
            return Backup.NONE;
        }
        Backup backup = dialect.backup(connection, before);
        if (!backup.path().isEmpty()) {
            settings.observer().backedUp(backup.path());
            new StatementSession(connection, dialect)
                    .send(new EventLog(dialect, settings).entry(EventLog.BACKUP, "", backup.path()));
        }
        return backup;
    }

    /**
     * Stops a start that found a file which failed outside a transaction: what it met will not go away by itself, and
     * every start would do the same work in vain.
     */
    public void refuseFailed(Connection connection) {
        refuseFailed(state(connection));
    }

    private static void refuseFailed(SchemaState state) {
        state.of(SchemaState.Kind.FAILED).stream().findFirst().ifPresent(failed -> {
            throw new MigrationException(Reason.DIRTY, failedOutside(failed.name(), failed.error()));
        });
    }

    /** What to do about such a file. */
    public static String failedOutside(String name, String error) {
        return "migration " + name + " failed outside a transaction: " + error.strip()
                + ". Mend the cause, then run \"ongoingai migrate up\": it removes what the attempt left and tries again.";
    }

    private List<String> apply(Connection connection, List<MigrationFile> wanted, int before) throws SQLException {
        FileRun run = new FileRun(connection, dialect, settings);
        List<String> applied = new ArrayList<>();
        for (MigrationFile file : wanted) {
            if (run.run(Change.applying(file, List.of(file), state(before + applied.size())))) {
                applied.add(file.name());
            }
        }
        return applied;
    }

    /** An empty database needs no replay of what older programs did to reach the same state. */
    private boolean baseline(Connection connection) throws SQLException {
        // Together: on SQLite each statement of its own would wait for the disk.
        new StatementSession(connection, dialect).together(() -> {
            history.ensure(connection);
            return true;
        });
        return empty(connection)
                && new FileRun(connection, dialect, settings)
                        .run(Change.applying(files.baseline(), files.inherited(), state(0)));
    }

    private boolean empty(Connection connection) throws SQLException {
        return history.read(connection).isEmpty() && !new Adoption(files, dialect, settings).anyTable(connection);
    }

    private static MigrationReport report(
            List<String> applied, MigrationPlan plan, boolean baselined, Backup backup, long started) {
        List<String> warnings = new ArrayList<>(plan.warnings());
        if (!backup.warning().isEmpty()) {
            warnings.add(backup.warning());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        return new MigrationReport(applied, plan.applied(), baselined, warnings, backup.path(), took);
    }

    private String state(int applied) {
        return applied + " of " + files.files().size() + " migrations are applied.";
    }

    private MigrationException outsideAFile(Connection connection, String doing, SQLException e) {
        return FailureText.outsideAFile(dialect, connection, doing, e);
    }
}
