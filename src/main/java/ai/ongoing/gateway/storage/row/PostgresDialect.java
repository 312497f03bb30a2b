package ai.ongoing.gateway.storage.row;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** PostgreSQL: times are instants with microseconds, and the scope is told to row-level security too. */
enum PostgresDialect implements SqlDialect {
    INSTANCE;

    /** Of the plan's first step, which is the whole plan. */
    private static final Pattern PLAN_ROWS = Pattern.compile("\"Plan Rows\": (\\d+)");

    /** The planner takes it that the policies let one row in two be seen (migration 150). */
    private static final long UNSEEN_BY_POLICY = 2;

    /**
     * One round trip for the scope, the time limit, the time zone and the planner. All end with the transaction, so nothing
     * leaks to the next user of a pooled connection, ours or a pooler's. How a reader's statements are
     * planned is its business alone: the foreign keys' checks of a writer are planned once or take a third of its time.
     */
    @Override
    public String enterScope() {
        return "SELECT set_config('ongoingai.org_id', ?, true), set_config('ongoingai.workspace_id', ?, true),"
                + " set_config('ongoingai.scope', ?, true), set_config('statement_timeout', ?, true),"
                + " set_config('TimeZone', 'UTC', true), set_config('plan_cache_mode', ?, true),"
                + " set_config('enable_bitmapscan', ?, true)";
    }

    /** Cut, not rounded as the driver would: the end of a day must not become the next day's first moment. */
    @Override
    public Object time(Instant instant) {
        return utc(instant.truncatedTo(ChronoUnit.MICROS));
    }

    @Override
    public Object timeNotBefore(Instant instant) {
        Instant cut = instant.truncatedTo(ChronoUnit.MICROS);
        return utc(cut.equals(instant) ? cut : cut.plus(1, ChronoUnit.MICROS));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** Statistics say of every condition how many rows it leaves, and what else leads is not in the order of the list. */
    @Override
    public String unindexed(String column) {
        return column;
    }

    /**
     * The greatest of one is itself, but no index fits it except a value's, where that is offered. A planner that takes values
     * to lie evenly in time walks along it past millions of later calls to the few it was asked for.
     */
    @Override
    public String unindexedTime() {
        return "greatest(created_at)";
    }

    @Override
    public boolean knowsItsRows() {
        return true;
    }

    /**
     * A number in the text, not a parameter, and nothing beside it: from the number the planner sees that the index of
     * unusual ones holds it. Told so as well, it would take that for a second, independent condition and expect one row in
     * fifty of what there is.
     */
    @Override
    public String status(String column, int status) {
        return column + " = " + status;
    }

    /** The index's own condition, without which no planner takes it. */
    @Override
    public Condition alongValues(String column, String value) {
        return Condition.of(StoredText.isShort(column));
    }

    /** As a name, which is of a limited length; under row-level security a search may begin with that conversion. */
    @Override
    public Optional<Condition> alongStatuses(String column, String value) {
        return Optional.of(Condition.of(column + "::name = ?::text::name", value));
    }

    /**
     * The same as {@link #unindexedTime}, so that of all indexes with a time only those of values fit. A comparison is all that
     * is in it: what else could tell of a row begins in no index under row-level security.
     */
    @Override
    public String valuesTime(String time) {
        return "greatest(" + time + ")";
    }

    @Override
    public Object notBefore(Object valuesTime) {
        return valuesTime;
    }

    /** Statistics know it, and row-level security keeps a count from an index that has no tenant in it. */
    @Override
    public String howMany(String condition, @Nullable String time, int most) {
        return "EXPLAIN (FORMAT JSON) SELECT 1 FROM traces WHERE " + condition;
    }

    @Override
    public Rows readHowMany(ResultSet row) throws SQLException {
        Matcher rows = PLAN_ROWS.matcher(row.getString(1));
        if (!rows.find()) {
            throw new SQLException("a plan without its rows: " + row.getString(1));
        }
        return new Rows(Math.multiplyExact(Long.parseLong(rows.group(1)), UNSEEN_BY_POLICY), null);
    }

    @Override
    public @Nullable Object readKey(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class);
    }

    @Override
    public Object earlier(Object time, @Nullable Object orNull) {
        return orNull != null && ((OffsetDateTime) orNull).isBefore((OffsetDateTime) time) ? orNull : time;
    }

    @Override
    public Object later(Object time, @Nullable Object orNull) {
        return orNull != null && ((OffsetDateTime) orNull).isAfter((OffsetDateTime) time) ? orNull : time;
    }

    @Override
    public @Nullable Instant readTime(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
