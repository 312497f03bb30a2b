package ai.ongoing.gateway.migration;

import ai.ongoing.gateway.migration.MigrationDialect.Failure;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.MigrationFile.Step;
import ai.ongoing.gateway.migration.sql.SqlScript.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Applies single files on one connection. A file and its history row are one transaction, so a crash at any point
 * leaves either both or neither, and the next start simply runs it again. Not thread-safe.
 */
final class FileRun {

    private static final int LOCK_RETRIES = 10;
    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final long LAST_PAUSE_MILLIS = 30_000;

    /** A statement the database refused, and which one it was. */
    private static final class StepFailure extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Statement statement;
        private final int index;
        private final SQLException reason;

        StepFailure(Statement statement, int index, SQLException reason) {
            super(reason);
            this.statement = statement;
            this.index = index;
            this.reason = reason;
        }
    }

    private final Connection connection;
    private final MigrationDialect dialect;
    private final History history;
    private final MigrationObserver observer;

    FileRun(Connection connection, MigrationDialect dialect, History history, MigrationObserver observer) {
        this.connection = connection;
        this.dialect = dialect;
        this.history = history;
        this.observer = observer;
    }

    /**
     * Applies the file and writes the rows it stands for.
     *
     * @param rows files whose rows are claimed: the file itself, or for a baseline all that it replaces
     * @param state how many files are applied, in words, for the error
     * @return false when somebody else has applied it in the meantime
     */
    boolean apply(MigrationFile file, List<MigrationFile> rows, String state) throws SQLException {
        observer.applying(file.name());
        long started = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            try {
                boolean done = file.header().transactional() ? inTransaction(file, rows) : outside(file);
                if (done) {
                    observer.applied(file.name(), Duration.ofNanos(System.nanoTime() - started));
                }
                return done;
            } catch (StepFailure failure) {
                if (attempt > LOCK_RETRIES || !dialect.retryable(failure.reason)) {
                    throw failed(file, failure, state);
                }
                long pause = pauseAfter(attempt);
                observer.retrying(file.name(), attempt, Duration.ofMillis(pause));
                sleep(pause);
            }
        }
    }

    private boolean inTransaction(MigrationFile file, List<MigrationFile> rows) throws SQLException, StepFailure {
        long started = System.nanoTime();
        send(dialect.begin());
        try {
            for (MigrationFile row : rows) {
                if (!history.claim(connection, row)) {
                    send(List.of("ROLLBACK"));
                    return false;
                }
            }
            send(dialect.limits(file));
            steps(file);
            // The file may have changed role or search path, and the history must be found again.
            send(dialect.limits(file));
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
            for (MigrationFile row : rows) {
                history.recordDuration(connection, row.name(), millis);
            }
            send(List.of("COMMIT"));
            return true;
        } catch (SQLException | StepFailure | RuntimeException e) {
            rollBack(e);
            throw e;
        }
    }

    private void steps(MigrationFile file) throws StepFailure {
        List<Step> steps = file.up().steps();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            try {
                if (missing(step.unless())) {
                    send(List.of(step.sql().text()));
                }
                if (!dialect.insideTransaction(connection)) {
                    throw new SQLException("the statement ended the transaction of the file");
                }
            } catch (SQLException e) {
                throw new StepFailure(step.sql(), i + 1, e);
            }
        }
    }

    /** One statement that cannot run in a transaction; what a cancelled attempt left behind is cleared first. */
    private boolean outside(MigrationFile file) throws SQLException, StepFailure {
        Statement statement = file.up().steps().getFirst().sql();
        long started = System.nanoTime();
        boolean startedBefore = history.recordStart(connection, file.name());
        try {
            send(dialect.limits(file));
            dialect.clearRemains(connection, statement, startedBefore);
            send(List.of(statement.text()));
            String remains = dialect.clearRemains(connection, statement, false).orElse("");
            if (!remains.isEmpty()) {
                throw new SQLException("the statement ended without an error but left a broken one: " + remains);
            }
        } catch (SQLException e) {
            keepError(file, e);
            throw new StepFailure(statement, 1, e);
        }
        send(dialect.begin());
        try {
            boolean claimed = history.claim(connection, file);
            history.recordDuration(connection, file.name(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
            history.recordEnd(connection, file.name());
            send(List.of("COMMIT"));
            return claimed;
        } catch (SQLException e) {
            rollBack(e);
            throw e;
        }
    }

    /** A lost connection cannot keep its error; the attempt is then taken for one that was cut off. */
    private void keepError(MigrationFile file, SQLException failure) {
        try {
            history.recordError(connection, file.name(), String.valueOf(failure.getMessage()));
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private boolean missing(MigrationFile.@Nullable Column column) throws SQLException {
        return column == null || !dialect.columns(connection, column.table()).contains(column.name());
    }

    private MigrationException failed(MigrationFile file, StepFailure failure, String state) {
        FailureText text = new FailureText(file, failure.statement, failure.index, state);
        String remedy = dialect.remedy(connection, failure.reason).orElse("");
        return new MigrationException(
                remedy.isEmpty() ? Reason.FAILED : Reason.RIGHTS,
                text.of(dialect.failure(failure.reason, failure.statement), remedy),
                failure.reason);
    }

    private void rollBack(Exception cause) {
        try {
            send(List.of("ROLLBACK"));
        } catch (SQLException e) {
            // A full disk or a lost connection has rolled back already; the first failure is the one to tell.
            cause.addSuppressed(e);
        }
    }

    private void send(List<String> statements) throws SQLException {
        for (String sql : statements) {
            try (java.sql.Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                statement.execute(sql);
            }
        }
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

    /**
     * What an operator reads when a statement failed: where, what, what was rolled back, what to run.
     *
     * @param index the statement's place in its section, from 1
     * @param state how many files are applied, in words
     */
    private record FailureText(MigrationFile file, Statement statement, int index, String state) {

        private static final int WIDEST = 160;

        String of(Failure failure, String remedy) {
            int offset = Math.clamp(
                    failure.offset().orElse(0), 0, Math.max(0, statement.text().length() - 1));
            String before = statement.text().substring(0, offset);
            int line = statement.line()
                    + (int) before.chars().filter(c -> c == '\n').count();
            int lineStart = before.lastIndexOf('\n') + 1;
            int column = offset - lineStart + 1;
            boolean known = failure.offset().isPresent();
            StringBuilder text = new StringBuilder(400);
            text.append("migration ")
                    .append(file.name())
                    .append(" (up) failed at statement ")
                    .append(index);
            text.append(" of ")
                    .append(file.up().steps().size())
                    .append(", line ")
                    .append(line);
            if (known) {
                text.append(" col ").append(column);
            }
            text.append(": ").append(failure.message()).append('\n');
            String margin = "%5d | ".formatted(line);
            text.append(margin).append(excerpt(lineStart)).append('\n');
            if (known && column <= WIDEST) {
                text.repeat(' ', margin.length() + column - 1).append("^\n");
            }
            text.append(failure.code())
                    .append(". ")
                    .append(rolledBack())
                    .append(' ')
                    .append(state);
            if (!remedy.isEmpty()) {
                text.append("\nThe role lacks a right. As the owner or an administrator run:\n  ")
                        .append(remedy);
            }
            return text.toString();
        }

        private String rolledBack() {
            return file.header().transactional()
                    ? "The transaction was rolled back; nothing of this file was applied."
                    : "The file runs outside a transaction. Mend the cause, then run \"ongoingai migrate up\": it removes"
                            + " what the attempt left and tries again.";
        }

        private String excerpt(int lineStart) {
            int end = statement.text().indexOf('\n', lineStart);
            String line = statement
                    .text()
                    .substring(lineStart, end < 0 ? statement.text().length() : end);
            return line.length() <= WIDEST ? line : line.substring(0, WIDEST) + "...";
        }
    }
}
