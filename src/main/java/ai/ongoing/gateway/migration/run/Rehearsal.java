package ai.ongoing.gateway.migration.run;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.MigrationSettings;
import ai.ongoing.gateway.migration.RehearsalReport;
import ai.ongoing.gateway.migration.RehearsalReport.Outcome;
import ai.ongoing.gateway.migration.RehearsalReport.Tried;
import ai.ongoing.gateway.migration.backend.MigrationDialect;
import ai.ongoing.gateway.migration.backend.TableRebuild;
import ai.ongoing.gateway.migration.file.MigrationFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs files as they would be applied, row guard included, all in one transaction, and takes all of it back. What runs
 * outside a transaction cannot be taken back and is left out. Locks are held to the end, so calls wait that need the
 * same tables. Takes no migration lock: the claims of the history's rows, and on a file the one writer's lock, keep
 * another migrator out. One rehearsal for one connection.
 */
final class Rehearsal {

    private final Connection connection;
    private final MigrationDialect dialect;
    private final History history;
    private final StatementSession session;
    private final FileRun run;

    Rehearsal(Connection connection, MigrationDialect dialect, MigrationSettings settings) {
        this.connection = connection;
        this.dialect = dialect;
        this.history = new History(dialect, settings);
        this.session = new StatementSession(connection, dialect);
        this.run = new FileRun(connection, dialect, settings);
    }

    RehearsalReport of(List<Change> changes) throws SQLException {
        boolean rebuilds =
                changes.stream().anyMatch(change -> change.file().header().rebuild() != null);
        try (TableRebuild rebuild = rebuilds ? dialect.tableRebuild(connection) : null) {
            session.send(Write.all(dialect.beginOnSnapshot()));
            try {
                history.ensure(connection);
                RehearsalReport report = tried(changes, rebuild);
                session.send(Write.of("ROLLBACK"));
                return report;
            } catch (SQLException | RuntimeException e) {
                session.rollBack(e);
                throw e;
            }
        }
    }

    private RehearsalReport tried(List<Change> changes, @Nullable TableRebuild rebuild) throws SQLException {
        List<Tried> tried = new ArrayList<>();
        MigrationException failure = null;
        for (Change change : changes) {
            String name = change.file().name();
            if (failure != null) {
                tried.add(new Tried(name, Outcome.NOT_TRIED, Duration.ZERO, "a file before it failed"));
            } else if (!change.file().header().transactional()) {
                tried.add(new Tried(name, Outcome.NOT_TRIED, Duration.ZERO, "it runs outside a transaction"));
            } else {
                long started = System.nanoTime();
                failure = failure(change, change.file().header().rebuild() == null ? null : rebuild);
                Duration took = Duration.ofNanos(System.nanoTime() - started);
                tried.add(new Tried(name, failure == null ? Outcome.RAN : Outcome.FAILED, took, ""));
            }
        }
        return new RehearsalReport(tried, failure);
    }

    private @Nullable MigrationException failure(Change change, @Nullable TableRebuild rebuild) throws SQLException {
        try {
            // The file before may have changed role or search path, and the history must be found again.
            session.send(Write.all(dialect.limits(change.file())));
            for (MigrationFile row : change.rows()) {
                if (session.send(history.claim(row)) != 1) {
                    return busy(change);
                }
            }
            RowGuard guard = new RowGuard(connection, dialect);
            guard.choose(change.file());
            run.work(change, guard, rebuild);
            return null;
        } catch (StepFailure failure) {
            return run.failed(change, failure);
        } catch (MigrationException refused) {
            return refused;
        }
    }

    private static MigrationException busy(Change change) {
        return new MigrationException(
                Reason.LOCKED,
                "migration " + change.file().name() + " was applied by another process meanwhile; run \"ongoingai"
                        + " migrate plan\" again.");
    }
}
