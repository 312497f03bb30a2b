package ai.ongoing.gateway.storage.row;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** SQLite: time is text, and the scope is the WHERE clause alone. */
enum SqliteDialect implements SqlDialect {
    INSTANCE;

    /** As the indexes of migrations 151 to 153 say it. */
    private static final int BEGINNING_OF_A_NAME = StoredText.INDEXED_LENGTH;

    private static final int BEGINNING_OF_A_HASH = 16;

    /** Down to tenths of a second. */
    private static final int BEGINNING_OF_A_TIME = 21;

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

    /**
     * Beginnings lie in the index, for their few bytes; what begins alike is told apart by the whole value beside it. In a
     * file that somebody analysed the planner looks up how many rows a value has, and would rather read and sort all of a
     * table of which three quarters have it; of what a subquery will give it knows nothing.
     */
    @Override
    public Condition alongValues(String column, String value) {
        int length = column.equals("api_key_hash") ? BEGINNING_OF_A_HASH : BEGINNING_OF_A_NAME;
        String beginning = "substr(%s, 1, " + length + ")";
        return Condition.of(beginning.formatted(column) + " = (SELECT " + beginning.formatted("?") + ")", value);
    }

    /** Nothing: columns of an index are looked at before the row is. */
    @Override
    public Optional<Condition> alongStatuses(String column, String value) {
        return Optional.empty();
    }

    /** Its beginning. The calls of a tenth of a second begin alike; they are all read and sorted for a page that touches them. */
    @Override
    public String valuesTime(String time) {
        return "substr(" + time + ", 1, " + BEGINNING_OF_A_TIME + ")";
    }

    /** Whatever it goes on with: no time has a tilde. */
    @Override
    public Object notBefore(Object valuesTime) {
        return valuesTime + "~";
    }

    /** A row along an index is passed in a fraction of the time it takes to read it. */
    @Override
    public String howMany(String condition, @Nullable String time, int most) {
        String rows = "SELECT " + (time == null ? "NULL" : time) + " AS t FROM traces WHERE " + condition
                + (time == null ? "" : " ORDER BY t DESC") + " LIMIT " + most;
        return "SELECT count(*), min(t) FROM (" + rows + ")";
    }

    @Override
    public Rows readHowMany(ResultSet row) throws SQLException {
        return new Rows(row.getLong(1), row.getString(2));
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
