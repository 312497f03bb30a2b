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

    /** Nobody keeps statistics of a file; with them it would still know an average only. */
    @Override
    public boolean knowsItsRows() {
        return false;
    }

    /** Every time begins with a digit, so a colon comes after all of them. */
    @Override
    public String earlier(String time, String orNull) {
        return "min(" + time + ", coalesce(" + orNull + ", ':'))";
    }

    @Override
    public String later(String time, String orNull) {
        return "max(" + time + ", coalesce(" + orNull + ", ''))";
    }

    /** Reads the text: the driver's own conversion misreads the Go program's layout by days. */
    @Override
    public @Nullable Instant readTime(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null || text.isBlank() ? null : SqliteTime.parse(text);
    }
}
