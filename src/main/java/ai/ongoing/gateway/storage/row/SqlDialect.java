package ai.ongoing.gateway.storage.row;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What differs between the backends about trace rows: SQL text, parameter values and how to read them back. No I/O. */
sealed interface SqlDialect permits SqliteDialect, PostgresDialect {

    /**
     * The first statement of every transaction, with the parameters organisation, workspace, system scope, statement
     * timeout in milliseconds and plan cache mode, all text; empty where the backend keeps no scope.
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

    /** The time that lists are sorted by, so that its index is not walked: a value's index leads, and its rows are sorted. */
    String unindexedTime();

    /** Whether the planner knows how many rows a value has, and may be left to find a way. */
    boolean knowsItsRows();

    /** The condition that a column has a status, put so that the index of unusual ones can be used. */
    String status(String column, int status);

    /**
     * A query for the number of rows that meet a condition: counted where nobody knows it, else as the planner reckons.
     *
     * @param partial what the condition's index says of its rows beside that; may be empty
     * @param most how far to count
     */
    String howMany(String condition, String partial, int most);

    /** Reads the row that {@link #howMany} is answered with. */
    long readHowMany(ResultSet row) throws SQLException;

    /** A time as {@link #time} gives it, read from a column; null when it is NULL. */
    @Nullable
    Object readKey(ResultSet row, int column) throws SQLException;

    /** The earlier of two times as {@link #time} gives them; the second may be null and counts for nothing then. */
    Object earlier(Object time, @Nullable Object orNull);

    /** The later of two times as {@link #time} gives them; the second may be null and counts for nothing then. */
    Object later(Object time, @Nullable Object orNull);

    /** Reads a time column; null when it is NULL. */
    @Nullable
    Instant readTime(ResultSet row, String column) throws SQLException;
}
