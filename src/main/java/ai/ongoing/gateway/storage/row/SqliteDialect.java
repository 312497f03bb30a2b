package ai.ongoing.gateway.storage.row;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** SQLite: time is text, and the scope is the WHERE clause alone. */
enum SqliteDialect implements SqlDialect {
    INSTANCE;

    @Override
    public String enterScope() {
        return "";
    }

    @Override
    public Object time(Instant instant) {
        return SqliteTime.text(instant);
    }

    @Override
    public Object timeNotBefore(Instant instant) {
        return SqliteTime.text(instant);
    }

    /** The sign makes an expression of it, which no index fits. */
    @Override
    public String unindexed(String column) {
        return "+" + column;
    }

    @Override
    public String unindexedTime() {
        return unindexed("created_at");
    }

    /** Nobody keeps statistics of a file; with them it would still know an average only. */
    @Override
    public boolean knowsItsRows() {
        return false;
    }

    /**
     * Where it leads, with what the index says repeated: SQLite uses a partial one only where a query says the same. Elsewhere it
     * must not be said: a file that somebody analysed is searched along the index all the same, status after status.
     */
    @Override
    public String status(String column, int status) {
        boolean leads = column.equals("response_status");
        return column + " = " + status + (leads && Walk.isUnusual(status) ? " AND response_status <> 200" : "");
    }

    /** A row along an index is passed in a fraction of the time it takes to read it. */
    @Override
    public String howMany(String condition, String partial, int most) {
        String where = partial.isEmpty() ? condition : condition + " AND " + partial;
        return "SELECT count(*) FROM (SELECT 1 FROM traces WHERE " + where + " LIMIT " + most + ")";
    }

    @Override
    public long readHowMany(ResultSet row) throws SQLException {
        return row.getLong(1);
    }

    @Override
    public @Nullable Object readKey(ResultSet row, int column) throws SQLException {
        return row.getString(column);
    }

    @Override
    public Object earlier(Object time, @Nullable Object orNull) {
        return orNull != null && ((String) orNull).compareTo((String) time) < 0 ? orNull : time;
    }

    @Override
    public Object later(Object time, @Nullable Object orNull) {
        return orNull != null && ((String) orNull).compareTo((String) time) > 0 ? orNull : time;
    }

    /** Reads the text: the driver's own conversion misreads the Go program's layout by days. */
    @Override
    public @Nullable Instant readTime(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null || text.isBlank() ? null : SqliteTime.parse(text);
    }
}
