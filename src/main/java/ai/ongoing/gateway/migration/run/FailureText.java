package ai.ongoing.gateway.migration.run;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.backend.MigrationDialect;
import ai.ongoing.gateway.migration.backend.MigrationDialect.Failure;
import ai.ongoing.gateway.migration.sql.SqlScript.Statement;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What an operator reads when a statement failed: where, what, what was rolled back, what to run.
 *
 * @param change the file and its direction
 * @param index the statement's place in its section, from 1
 */
record FailureText(Change change, Statement statement, int index) {

    private static final int WIDEST = 160;

    /** The class of the SQL standard's states about connections. */
    private static final String CONNECTION_LOST = "08";

    private static final String LOST =
            ". The connection was lost; what was committed stays. Run \"ongoingai migrate up\""
                    + " again: it goes on from there.";

    private static final String MEND = ". When that is mended, run \"ongoingai migrate up\" again.";

    /** When all statements went well and the last word did not. */
    static String ofCommit(Change change, String cause) {
        String next = change.undoes()
                ? "\"ongoingai migrate status\" shows whether it is undone; run the command again when it is not."
                : "Run \"ongoingai migrate up\" again: it finds what was applied and goes on from there.";
        return "migration " + change.file().name() + " (" + change.direction() + ") could not be committed: " + cause
                + ". " + next;
    }

    /** When it was no file's statement; {@code doing} names what was tried. */
    static MigrationException outsideAFile(
            MigrationDialect dialect, Connection connection, String doing, SQLException e) {
        String message = doing + " failed: " + dialect.inWords(e);
        return dialect.remedy(connection, e)
                .map(sql -> new MigrationException(Reason.RIGHTS, message + asAdministrator(sql), e))
                .orElseGet(() -> new MigrationException(Reason.FAILED, message + (lost(e) ? LOST : MEND), e));
    }

    private static boolean lost(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith(CONNECTION_LOST);
    }

    private static String asAdministrator(String sql) {
        return "\nThe role lacks a right. As the owner or an administrator run:\n  " + sql
                + "\nThen run \"ongoingai migrate up\".";
    }

    /** The whole text; {@code remedy} is a statement to run as an administrator, or empty. */
    String of(Failure failure, String remedy) {
        int offset = Math.clamp(
                failure.offset().orElse(0), 0, Math.max(0, statement.text().length() - 1));
        String before = statement.text().substring(0, offset);
        int line =
                statement.line() + (int) before.chars().filter(c -> c == '\n').count();
        int lineStart = before.lastIndexOf('\n') + 1;
        int column = offset - lineStart + 1;
        boolean known = failure.offset().isPresent();
        StringBuilder text = new StringBuilder(400);
        text.append("migration ").append(change.file().name()).append(" (").append(change.direction());
        text.append(") failed at statement ").append(index);
        text.append(" of ")
                .append(change.file().up().steps().size())
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
                .append(change.state());
        if (!remedy.isEmpty()) {
            text.append(asAdministrator(remedy));
        }
        return text.toString();
    }

    private String rolledBack() {
        return change.file().header().transactional()
                ? "The transaction was rolled back; nothing of this file was "
                        + (change.undoes()
                                ? "undone. Mend the cause, then run \"ongoingai migrate down\" again."
                                : "applied. Mend the cause, then run \"ongoingai migrate up\".")
                : "The file runs outside a transaction. Mend the cause, then run \"ongoingai migrate up\": it removes"
                        + " what the attempt left and tries again.";
    }

    private String excerpt(int lineStart) {
        int end = statement.text().indexOf('\n', lineStart);
        String line =
                statement.text().substring(lineStart, end < 0 ? statement.text().length() : end);
        return line.length() <= WIDEST ? line : line.substring(0, WIDEST) + "...";
    }
}
