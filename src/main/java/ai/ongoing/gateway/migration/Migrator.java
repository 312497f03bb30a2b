package ai.ongoing.gateway.migration;

import ai.ongoing.gateway.migration.History.Row;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings a schema to the newest file: plan without a lock, lock, plan again, apply. A start that finds nothing to do
 * writes nothing and takes no lock. Everything runs on the connection it is given, because lock and session state live
 * on a connection. Immutable; one call per connection at a time.
 */
public final class Migrator {

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
        MigrationPlan plan = plan(connection);
        plan.refuseIfWrong();
        if (plan.settled()) {
            return report(List.of(), plan, false, started);
        }
        try {
            lock.acquire();
            history.ensure(connection);
            boolean baselined = baseline(connection);
            // Read again: what was pending before the wait may have been applied by the one waited for.
            plan = plan(connection);
            plan.refuseIfWrong();
            return report(apply(connection, plan, to), plan(connection), baselined, started);
        } catch (SQLException e) {
            throw outsideAFile(connection, "migrating", e);
        }
    }

    /**
     * Stops a start that found a file which failed outside a transaction: what it met will not go away by itself, and
     * every start would do the same work in vain.
     */
    public void refuseFailed(Connection connection) {
        state(connection).of(SchemaState.Kind.FAILED).stream().findFirst().ifPresent(failed -> {
            throw new MigrationException(Reason.DIRTY, failedOutside(failed.name(), failed.error()));
        });
    }

    /** What to do about such a file. */
    public static String failedOutside(String name, String error) {
        return "migration " + name + " failed outside a transaction: " + error.strip()
                + ". Mend the cause, then run \"ongoingai migrate up\": it removes what the attempt left and tries again.";
    }

    private List<String> apply(Connection connection, MigrationPlan plan, int to) throws SQLException {
        FileRun run = new FileRun(connection, dialect, history, settings.observer());
        List<String> applied = new ArrayList<>();
        for (MigrationFile file :
                plan.pending().stream().filter(f -> f.number() <= to).toList()) {
            if (run.apply(file, List.of(file), state(plan.applied() + applied.size()))) {
                applied.add(file.name());
            }
        }
        return applied;
    }

    /** An empty database needs no replay of what older programs did to reach the same state. */
    private boolean baseline(Connection connection) throws SQLException {
        List<Row> rows = history.read(connection);
        if (!rows.isEmpty()) {
            return false;
        }
        for (String table : dialect.ownTables()) {
            if (!dialect.columns(connection, table).isEmpty()) {
                return false;
            }
        }
        FileRun run = new FileRun(connection, dialect, history, settings.observer());
        return run.apply(files.baseline(), files.inherited(), state(0));
    }

    private MigrationReport report(List<String> applied, MigrationPlan plan, boolean baselined, long started) {
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        return new MigrationReport(applied, plan.applied(), baselined, plan.warnings(), took);
    }

    private String state(int applied) {
        return applied + " of " + files.files().size() + " migrations are applied.";
    }

    private MigrationException outsideAFile(Connection connection, String doing, SQLException e) {
        Optional<String> remedy = dialect.remedy(connection, e);
        String message = doing + " failed: " + e.getMessage();
        return remedy.map(sql -> new MigrationException(
                        Reason.RIGHTS,
                        message + "\nThe role lacks a right. As the owner or an administrator run:\n  " + sql,
                        e))
                .orElseGet(() -> new MigrationException(Reason.FAILED, message, e));
    }
}
