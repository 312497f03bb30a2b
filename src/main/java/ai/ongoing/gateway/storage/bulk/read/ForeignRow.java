package ai.ongoing.gateway.storage.bulk.read;

import ai.ongoing.gateway.storage.bulk.BulkException;
import ai.ongoing.gateway.storage.bulk.BulkException.Reason;
import ai.ongoing.gateway.storage.bulk.TimeText;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of another program's table. Versions of that program differ in their columns, so one that is missing is a value
 * that nobody stated. Every failure is a {@link BulkException}.
 */
public final class ForeignRow {

    /** More digits than these are no seconds since 1970. */
    private static final int SECOND_DIGITS = 12;

    private final String location;
    private final ResultSet row;
    private final Set<String> columns;

    ForeignRow(String location, ResultSet row, Set<String> columns) {
        this.location = location;
        this.row = row;
        this.columns = columns;
    }

    /** A text; empty where nothing is stated. */
    public String text(String column) {
        String text = stated(column);
        return text == null ? "" : text;
    }

    /** A text; null where nothing is stated. */
    public @Nullable String stated(String column) {
        if (!columns.contains(column)) {
            return null;
        }
        try {
            return row.getString(column);
        } catch (SQLException e) {
            throw new BulkException(
                    Reason.FAILED, location + ": " + column + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /**
     * A whole number; null where nothing is stated.
     *
     * @throws BulkException for what is none
     */
    public @Nullable Long number(String column) {
        String text = stated(column);
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw damaged(column, text, "no whole number");
        }
    }

    /** Truth as either backend says it. */
    public boolean flag(String column, boolean otherwise) {
        String text = stated(column);
        return text == null ? otherwise : Set.of("1", "t", "true").contains(text.toLowerCase(Locale.ROOT));
    }

    /**
     * A moment: whole seconds since 1970, or a time as text, in UTC where no zone is stated; null where nothing is.
     *
     * @throws BulkException for what is neither
     */
    public @Nullable Instant time(String column) {
        String text = stated(column);
        if (text == null || text.isBlank()) {
            return null;
        }
        if (text.length() <= SECOND_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Instant.ofEpochSecond(Long.parseLong(text));
        }
        long micros = TimeText.micros(text.getBytes(StandardCharsets.UTF_8));
        if (micros == TimeText.NONE) {
            throw damaged(column, text, "no time");
        }
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** As {@link #time}, of a column that has to hold one. */
    public Instant moment(String column) {
        Instant time = time(column);
        if (time == null) {
            throw damaged(column, "nothing", "no time");
        }
        return time;
    }

    /** As {@link #number}, of a column that must not go below zero. */
    public @Nullable Long amount(String column) {
        Long number = number(column);
        if (number != null && number < 0) {
            throw damaged(column, number.toString(), "less than nothing");
        }
        return number;
    }

    private BulkException damaged(String column, @Nullable String text, String what) {
        return new BulkException(
                Reason.CORRUPT,
                location + ": " + column + " holds \"" + text + "\", which is " + what
                        + ". Nothing more is read; mend it there, then run this again.");
    }
}
