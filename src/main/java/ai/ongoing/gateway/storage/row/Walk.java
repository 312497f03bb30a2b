package ai.ongoing.gateway.storage.row;

import ai.ongoing.gateway.storage.row.SqlDialect.Condition;
import ai.ongoing.gateway.storage.row.SqlDialect.Order;
import ai.ongoing.gateway.trace.TraceFilter;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The index along which the rows of a list are read, and how the list's SQL has to be put for it.
 *
 * @param leading the column whose index leads; null for time's, inside the tenant where there is one
 * @param order in which that index holds its rows
 * @param chosen whether to insist on it; where not, a planner that knows its rows may take another
 * @param span where along the list's time its rows lie
 */
record Walk(SqlDialect dialect, @Nullable String leading, Order order, boolean chosen, Span span) {

    private static final int OK = 200;

    /** A status that few calls end with, and that an index holds. */
    static boolean isUnusual(@Nullable Integer status) {
        return status != null && status != OK;
    }

    boolean leads(String column) {
        return column.equals(leading);
    }

    /** Whether a value's index may be used: its own condition is repeated then, without which no planner takes it. */
    boolean offers(String column) {
        return leads(column) || (!chosen && dialect.knowsItsRows());
    }

    /** A filtered column as conditions name it. */
    String column(String name) {
        return leads(name) ? name : dialect.unindexed(name);
    }

    /** A tenant's column as conditions name it. */
    String scopeColumn(String name) {
        return leading == null ? name : dialect.unindexed(name);
    }

    /** The time that lists are sorted by, as conditions and order name it. */
    String time() {
        return order == Order.TIME ? "created_at" : dialect.unindexedTime();
    }

    /** What the rows of a list are sorted by. */
    String newestFirst() {
        String first = tellsLess() ? dialect.valuesTime("created_at") + " DESC, " : "";
        return " ORDER BY " + first + time() + " DESC, id DESC";
    }

    /** Whether the leading index is sorted by less than all of the list's time. */
    boolean tellsLess() {
        return order == Order.VALUES_TIME && !dialect.valuesTime("created_at").equals(time());
    }

    /** A bound of time, from which or to which the leading index is walked. */
    Condition bound(String comparison, Object time) {
        return bound(dialect, order, comparison, time);
    }

    static Condition bound(SqlDialect dialect, Order order, String comparison, Object time) {
        return switch (order) {
            case TIME -> Condition.of("created_at " + comparison + " ?", time);
            case VALUES_TIME ->
                Condition.of(dialect.valuesTime("created_at") + " " + comparison + " " + dialect.valuesTime("?"), time);
            case NONE -> Condition.of(dialect.unindexedTime() + " " + comparison + " ?", time);
        };
    }

    /**
     * The part of the list's time in which every call lies that the filter's times let through. They filter {@code
     * timestamp} and the list is sorted by {@code created_at}: the two are alike but for strays, and those say how much
     * further the walk must go.
     *
     * @param from as the backend compares it; null for no bound
     * @param to as the backend compares it; null for no bound
     */
    record Span(@Nullable Object from, @Nullable Object to) {

        static final Span ALL = new Span(null, null);

        static final String STRAYS = "SELECT (SELECT min(created_at) FROM traces WHERE created_at <> timestamp),"
                + " (SELECT max(created_at) FROM traces WHERE created_at <> timestamp)";

        static Span of(TraceFilter filter, SqlDialect dialect, JdbcClient client) {
            if (filter.from() == null && filter.to() == null) {
                return ALL;
            }
            Span strays = client.sql(STRAYS)
                    .query((row, number) -> new Span(dialect.readKey(row, 1), dialect.readKey(row, 2)))
                    .single();
            return new Span(
                    filter.from() == null ? null : dialect.earlier(dialect.timeNotBefore(filter.from()), strays.from()),
                    filter.to() == null ? null : dialect.later(dialect.time(filter.to()), strays.to()));
        }
    }
}
