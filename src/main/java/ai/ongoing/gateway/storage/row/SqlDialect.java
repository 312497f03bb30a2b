package ai.ongoing.gateway.storage.row;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What differs between the backends about trace rows: SQL text, parameter values and how to read them back. No I/O. */
sealed interface SqlDialect permits SqliteDialect, PostgresDialect {

    /**
     * The first statement of every transaction, with the parameters organisation, workspace, system scope and statement
     * timeout in milliseconds, all text; empty where the backend keeps no scope.
     */
    String enterScope();

    /** An instant as this backend compares it; a finer one counts as the moment it falls into. */
    Object time(Instant instant);

    /** The least value of {@link #time} that is not before the instant. */
    Object timeNotBefore(Instant instant);

    /**
     * A column in a condition that must not choose the way: where the planner does not know how many rows a value has, it
     * would take an index that leads to half the table.
     */
    String unindexed(String column);

    /** Whether the planner knows how many rows a value has, and so finds the way by itself. */
    boolean knowsItsRows();

    /** The lesser of two times; the second may be NULL and counts for nothing then. */
    String earlier(String time, String orNull);

    /** The greater of two times; the second may be NULL and counts for nothing then. */
    String later(String time, String orNull);

    /** Reads a time column; null when it is NULL. */
    @Nullable
    Instant readTime(ResultSet row, String column) throws SQLException;
}
