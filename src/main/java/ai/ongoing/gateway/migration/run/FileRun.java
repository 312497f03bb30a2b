package ai.ongoing.gateway.migration.run;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.migration.MigrationSettings;
import ai.ongoing.gateway.migration.backend.MigrationDialect;
import ai.ongoing.gateway.migration.backend.TableRebuild;
import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.file.MigrationFile.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Applies and undoes single files on one connection. A file, its history row and its event are one transaction, so a
 * crash at any point leaves either all or none of them, and the next start simply runs it again. Not thread-safe.
 */
final class FileRun {

    private static final String NOT_SERIALIZABLE = "40001";
    private static final int LOCK_RETRIES = 10;
    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final long LAST_PAUSE_MILLIS = 30_000;

    private final Connection connection;
    private final StatementSession session;
    private final MigrationDialect dialect;
    private final History history;
    private final EventLog events;
    private final MigrationObserver observer;

    FileRun(Connection connection, MigrationDialect dialect, MigrationSettings settings) {
        this.connection = connection;
        this.session = new StatementSession(connection, dialect);
        this.dialect = dialect;
        this.history = new History(dialect, settings);
        this.events = new EventLog(dialect, settings);
        this.observer = settings.observer();
    }

    /**
     * Runs the file and brings or takes the rows it stands for.
     *
     * @return false when somebody else has done so in the meantime
     */
    boolean run(Change change) throws SQLException {
        String name = change.file().name();
        if (!change.undoes()) {
            observer.applying(name);
        }
        long started = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            try {
                boolean done = once(change);
                if (done) {
                    tell(change, Duration.ofNanos(System.nanoTime() - started));
                }
                return done;
            } catch (StepFailure failure) {
                if (attempt > LOCK_RETRIES || !dialect.retryable(failure.reason())) {
                    throw failed(change, failure);
                }
                long pause = pauseAfter(attempt);
                observer.retrying(name, attempt, Duration.ofMillis(pause));
                sleep(pause);
            }
        }
    }

    private void tell(Change change, Duration took) {
        if (change.undoes()) {
            observer.undone(change.file().name(), took);
        } else {
            observer.applied(change.file().name(), took);
        }
    }

    private boolean once(Change change) throws SQLException, StepFailure {
        if (!change.file().header().transactional()) {
            OutsideRun outside = new OutsideRun(connection, dialect, history, events);
            return change.undoes() ? outside.undo(change.file()) : outside.apply(change.file());
        }
        if (change.file().header().rebuild() == null) {
            return inTransaction(change, null);
        }
        try (TableRebuild rebuild = dialect.tableRebuild(connection)) {
            return inTransaction(change, rebuild);
        }
    }

    private boolean inTransaction(Change change, @Nullable TableRebuild rebuild) throws SQLException, StepFailure {
        long started = System.nanoTime();
        RowGuard guard = new RowGuard(connection, dialect);
        guard.choose(change.file());
        try {
            if (!claimed(change, guard)) {
                session.send(Write.of("ROLLBACK"));
                return false;
            }
            work(change, guard, rebuild);
            commit(change, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
            return true;
        } catch (SQLException | StepFailure | RuntimeException e) {
            session.rollBack(e);
            throw e;
        }
    }

    /**
     * Opens the transaction and claims its rows, in one round trip. The database itself decides who applies a file:
     * another one's claim is waited for and then changes nothing.
     */
    private boolean claimed(Change change, RowGuard guard) throws SQLException {
        List<Write> opening = new ArrayList<>(Write.all(guard.watches() ? dialect.beginOnSnapshot() : dialect.begin()));
        int first = opening.size();
        for (MigrationFile row : change.rows()) {
            opening.add(change.undoes() ? history.remove(row.name()) : history.claim(row));
        }
        int last = opening.size();
        opening.addAll(Write.all(dialect.limits(change.file())));
        try {
            return session.send(opening).subList(first, last).stream().allMatch(rows -> rows == 1);
        } catch (SQLException e) {
            if (guard.watches() && NOT_SERIALIZABLE.equals(e.getSQLState())) {
                // On a snapshot another one's claim does not go unseen, it fails.
                return false;
            }
            throw e;
        }
    }

    /** Writes what was done and commits, in one round trip. */
    private void commit(Change change, long millis) throws SQLException {
        // The file may have changed role or search path, and the history must be found again.
        List<Write> closing = new ArrayList<>(Write.all(dialect.limits(change.file())));
        for (MigrationFile row : change.rows()) {
            if (!change.undoes()) {
                closing.add(history.duration(row.name(), millis));
            }
            boolean stamped = !row.name().equals(change.file().name());
            String event = change.undoes() ? EventLog.UNDO : stamped ? EventLog.BASELINE : EventLog.APPLY;
            closing.add(events.entry(event, row.name(), millis + " ms"));
        }
        closing.add(Write.of("COMMIT"));
        try {
            session.send(closing);
        } catch (SQLException e) {
            if (dialect.remedy(connection, e).isPresent()) {
                throw e;
            }
            // A server that does not answer may have heard it all the same: only the history knows.
            throw new MigrationException(Reason.FAILED, FailureText.ofCommit(change, dialect.inWords(e)), e);
        }
    }

    /** What stands between the claim and the commit. */
    void work(Change change, RowGuard guard, @Nullable TableRebuild rebuild) throws SQLException, StepFailure {
        countBefore(change.file(), guard);
        steps(change.file(), rebuild);
        refuseLosses(change, guard);
    }

    private void countBefore(MigrationFile file, RowGuard guard) throws SQLException {
        if (guard.watches()) {
            session.send(Write.all(dialect.countScope()));
            guard.countBefore();
            session.send(Write.all(dialect.limits(file)));
        }
    }

    private void refuseLosses(Change change, RowGuard guard) throws SQLException {
        if (!guard.watches()) {
            return;
        }
        List<Write> scope = new ArrayList<>(Write.all(dialect.limits(change.file())));
        scope.addAll(Write.all(dialect.countScope()));
        session.send(scope);
        String objection = change.objection(guard.losses());
        if (!objection.isEmpty()) {
            throw new MigrationException(Reason.REFUSED, objection);
        }
    }

    private void steps(MigrationFile file, @Nullable TableRebuild rebuild) throws StepFailure {
        List<Step> steps = file.up().steps();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            try {
                step(step, file.header().rebuild(), rebuild);
                if (rebuild != null && i == steps.size() - 1) {
                    List<String> broken = rebuild.brokenReferences();
                    if (!broken.isEmpty()) {
                        throw new SQLException("references lead nowhere now: " + String.join(", ", broken));
                    }
                }
                if (!dialect.insideTransaction(connection)) {
                    throw new SQLException("the statement ended the transaction of the file");
                }
            } catch (SQLException e) {
                throw new StepFailure(step.sql(), i + 1, e);
            }
        }
    }

    private void step(Step step, @Nullable String rebuilt, @Nullable TableRebuild rebuild) throws SQLException {
        if (rebuild != null && rebuilt != null && step.defines(rebuilt)) {
            rebuild.rebuild(rebuilt, step.sql().text());
        } else if (missing(step.unless())) {
            session.run(step.sql().text());
        }
    }

    private boolean missing(MigrationFile.@Nullable Column column) throws SQLException {
        return column == null || !dialect.columns(connection, column.table()).contains(column.name());
    }

    /** In an operator's words. */
    MigrationException failed(Change change, StepFailure failure) {
        FailureText text = new FailureText(change, failure.statement(), failure.index());
        String remedy = dialect.remedy(connection, failure.reason()).orElse("");
        return new MigrationException(
                remedy.isEmpty() ? Reason.FAILED : Reason.RIGHTS,
                text.of(dialect.failure(failure.reason(), failure.statement()), remedy),
                failure.reason());
    }

    private static long pauseAfter(int attempt) {
        long pause = Math.min(LAST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempt - 1, 5));
        return pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1);
    }

    private static void sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MigrationException(Reason.FAILED, "interrupted between two attempts at a migration.", e);
        }
    }
}
