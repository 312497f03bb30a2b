package ai.ongoing.gateway.migration.run;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.backend.MigrationDialect;
import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.sql.SqlScript.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs a file whose one statement cannot stand in a transaction. Its progress is in a table of its own, so that whoever
 * comes after a crash knows that something may be half there.
 */
final class OutsideRun {

    private final Connection connection;
    private final StatementSession session;
    private final MigrationDialect dialect;
    private final History history;
    private final EventLog events;

    OutsideRun(Connection connection, MigrationDialect dialect, History history, EventLog events) {
        this.connection = connection;
        this.session = new StatementSession(connection, dialect);
        this.dialect = dialect;
        this.history = history;
        this.events = events;
    }

    /** What a cut-off attempt left half done is cleared first; what stands as it should is taken. */
    boolean apply(MigrationFile file) throws SQLException, StepFailure {
        Statement statement = file.up().steps().getFirst().sql();
        refuseDeadlock(file, statement);
        long started = System.nanoTime();
        // A second attempt replaces the first one's row.
        session.send(history.end(file.name()));
        session.send(history.start(file.name()));
        try {
            session.send(Write.all(dialect.limits(file)));
            dialect.clearRemains(connection, statement);
            if (!dialect.stands(connection, statement)) {
                session.run(statement.text());
                String remains = dialect.clearRemains(connection, statement).orElse("");
                if (!remains.isEmpty()) {
                    throw new SQLException("the statement ended without an error but left a broken one: " + remains);
                }
            }
        } catch (SQLException e) {
            keepError(file, e);
            throw new StepFailure(statement, 1, e);
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        return session.together(() -> session.send(List.of(
                                history.claim(file),
                                history.duration(file.name(), millis),
                                history.end(file.name()),
                                events.entry(EventLog.APPLY, file.name(), millis + " ms")))
                        .getFirst()
                == 1);
    }

    /**
     * The row goes first: whoever is cut off between the two leaves a pending file that has begun, and whoever applies
     * such a one looks at what stands.
     */
    boolean undo(MigrationFile file) throws SQLException, StepFailure {
        refuseDeadlock(file, file.up().steps().getFirst().sql());
        boolean mine = session.together(() -> {
            boolean removed = session.send(history.remove(file.name())) == 1;
            if (removed) {
                session.send(List.of(history.end(file.name()), history.start(file.name())));
            }
            return removed;
        });
        if (!mine && !history.begun(connection, file.name())) {
            return false;
        }
        Statement statement = file.up().steps().getFirst().sql();
        try {
            session.send(Write.all(dialect.limits(file)));
            session.run(statement.text());
        } catch (SQLException e) {
            keepError(file, e);
            throw new StepFailure(statement, 1, e);
        }
        return session.together(() -> {
            session.send(List.of(history.end(file.name()), events.entry(EventLog.UNDO, file.name(), "")));
            return true;
        });
    }

    /** Whoever comes after this look is met by the server itself, which ends one of the two; the next attempt looks. */
    private void refuseDeadlock(MigrationFile file, Statement statement) throws SQLException {
        Optional<String> waiting = dialect.standingInTheWay(connection, statement);
        if (waiting.isPresent()) {
            throw new MigrationException(
                    Reason.LOCKED,
                    "migration " + file.name() + " was not begun: it waits for all older transactions, and "
                            + waiting.get() + " waits for the migration lock inside one, as the Go program does. They"
                            + " would wait for each other. Stop that program, then run \"ongoingai migrate up\".");
        }
    }

    /** A lost connection cannot keep its error; the attempt is then taken for one that was cut off. */
    private void keepError(MigrationFile file, SQLException failure) {
        try {
            session.send(history.error(file.name(), String.valueOf(failure.getMessage())));
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
