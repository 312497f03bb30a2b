package ai.ongoing.gateway.storage.row;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** PostgreSQL: times are instants with microseconds, and the scope is told to row-level security too. */
enum PostgresDialect implements SqlDialect {
    INSTANCE;

    /**
     * One round trip for the scope, the time limit and the time zone. All three end with the transaction, so nothing
     * leaks to the next user of a pooled connection, ours or a pooler's.
     */
    @Override
    public String enterScope() {
        return "SELECT set_config('ongoingai.org_id', ?, true), set_config('ongoingai.workspace_id', ?, true),"
                + " set_config('ongoingai.scope', ?, true), set_config('statement_timeout', ?, true),"
                + " set_config('TimeZone', 'UTC', true)";
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

    @Override
    public String unindexed(String column) {
        return column;
    }

    @Override
    public boolean knowsItsRows() {
        return true;
    }

    @Override
    public String earlier(String time, String orNull) {
        return "least(" + time + ", " + orNull + ")";
    }

    @Override
    public String later(String time, String orNull) {
        return "greatest(" + time + ", " + orNull + ")";
    }

    @Override
    public @Nullable Instant readTime(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
