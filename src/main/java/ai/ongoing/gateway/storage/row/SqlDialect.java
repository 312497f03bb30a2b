package ai.ongoing.gateway.storage.row;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What differs between the backends about trace rows: SQL text, parameter values and how to read them back. No I/O. */
sealed interface SqlDialect permits SqliteDialect, PostgresDialect {

    /**
     * The first statement of every transaction, with the parameters organisation, workspace, system scope, statement
     * timeout in milliseconds, plan cache mode and whether bitmaps may be planned, all text; empty where the backend keeps no
     * scope.
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

    /** The time that lists are sorted by, so that its index is not walked: another leads, and its rows are sorted. */
    String unindexedTime();

    /** Whether the planner knows how many rows a value has, and may be left to find a way. */
    boolean knowsItsRows();

    /** The condition that a column has a status, put so that the index of unusual ones can be used. */
    String status(String column, int status);

    /** What must be said beside {@code column = value} for the index of that column's values and their times to be used. */
    Condition alongValues(String column, String value);

    /**
     * What must be said beside {@code column = value} for the index of unusual statuses to tell rows apart by it before they
     * are read; of provider and model, which it has.
     */
    Optional<Condition> alongStatuses(String column, String value);

    /** A time, of a column or a parameter, as the index of values has it. */
    String valuesTime(String time);

    /** A time of the list that no time is behind that an index of values has as this. */
    Object notBefore(Object valuesTime);

    /**
     * A query for the number of rows that meet a condition: counted where nobody knows it, else as the planner reckons.
     *
     * @param time what the condition's index is sorted by, newest last; null when it has no time
     * @param most how far to count, from the newest
     */
    String howMany(String condition, @Nullable String time, int most);

    /** Reads the row that {@link #howMany} is answered with. */
    Rows readHowMany(ResultSet row) throws SQLException;

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

    /** What of a row's time an index is sorted by; the list is sorted by all of it, and by id where times are alike. */
    enum Order {
        /** The list's time. */
        TIME,
        /** It as the indexes of values have it ({@link #valuesTime}), which falls nowhere where the time rises. */
        VALUES_TIME,
        /** Nothing: all rows are read and sorted. */
        NONE
    }

    /** What rows have, and the values that it names. */
    record Condition(String text, List<Object> values) {

        static Condition of(String text, Object... values) {
            return new Condition(text, List.of(values));
        }

        Condition and(Condition other) {
            return new Condition(
                    text + " AND " + other.text,
                    Stream.concat(values.stream(), other.values.stream()).toList());
        }
    }

    /**
     * Rows along an index.
     *
     * @param number no more than it was counted to
     * @param reach the time of the oldest counted one, as the index has it; null where none was counted or nothing is sorted
     */
    record Rows(long number, @Nullable String reach) {}
}
