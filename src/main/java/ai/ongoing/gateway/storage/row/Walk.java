package ai.ongoing.gateway.storage.row;

import ai.ongoing.gateway.trace.TraceFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The index that leads to the rows of a list. Along time, newest first, a common value is met soon and a rare one after
 * millions of rows; along the value's own index a rare one is found at once, and a common one costs the sorting of all
 * its rows. Where the planner cannot tell them apart, the value's index is counted first, up to {@link #FEW} rows.
 *
 * @param leading the column whose index leads; null for time's, inside the tenant where there is one
 * @param sorted whether that index has time in it, newest last
 */
record Walk(SqlDialect dialect, @Nullable String leading, boolean sorted) {

    /**
     * Where both ways cost about the same in a table of millions: this many rows to read and sort, or ten times as many to
     * walk past, in the order they lie in, until a page of fifty is full. Counting them takes less than a millisecond.
     */
    static final int FEW = 6_000;

    private static final int OK = 200;

    /** Along time, or as the planner decides. */
    static Walk byTime(SqlDialect dialect) {
        return new Walk(dialect, null, true);
    }

    /** The way for a filter; asks the store at most four times how many rows a value has. */
    static Walk choose(SqlDialect dialect, TraceFilter filter, JdbcClient client) {
        String own = dialect.knowsItsRows() ? null : ownIndex(filter);
        if (dialect.knowsItsRows() || own != null) {
            return new Walk(dialect, own, true);
        }
        long fewest = FEW;
        Walk walk = new Walk(dialect, isUnusual(filter.status()) ? "response_status" : null, true);
        for (RowsOf rows : RowsOf.these(filter)) {
            long count = rows.upTo(FEW, client);
            if (count < fewest) {
                fewest = count;
                walk = new Walk(dialect, rows.column(), false);
            }
        }
        return walk;
    }

    /** Values that a handful of rows share, each with an index in the list's order. */
    private static @Nullable String ownIndex(TraceFilter filter) {
        if (filter.correlationId() != null) {
            return "correlation_id";
        }
        if (filter.runId() != null) {
            return "lineage_run_id";
        }
        if (filter.threadId() != null) {
            return "lineage_thread_id";
        }
        return filter.groupId() == null ? null : "trace_group_id";
    }

    /** A status that few calls end with, and that an index holds. */
    static boolean isUnusual(@Nullable Integer status) {
        return status != null && status != OK;
    }

    /** As indexes say it that leave out what only the older program wrote: no server takes more into one. */
    static String isShort(String column) {
        return "length(" + column + ") <= " + StoredText.INDEXED_LENGTH;
    }

    /** The edge of the times at which calls stand whose two times differ; NULL when there are none. */
    static String strays(String edge) {
        return "(SELECT " + edge + "(created_at) FROM traces WHERE created_at <> timestamp)";
    }

    /** A filtered column as conditions name it. */
    String column(String name) {
        return name.equals(leading) ? name : dialect.unindexed(name);
    }

    /** A tenant's column as conditions name it. */
    String scopeColumn(String name) {
        return leading == null ? name : dialect.unindexed(name);
    }

    /** The time that lists are sorted by, as conditions and order name it. */
    String time() {
        return sorted ? "created_at" : dialect.unindexed("created_at");
    }

    /** How many rows have the value that a filter asks of one column, counted along the column's index and no further. */
    private record RowsOf(String column, String condition, List<Object> values) {

        /** The filtered columns that have an index without time in it. */
        static List<RowsOf> these(TraceFilter filter) {
            List<RowsOf> rows = new ArrayList<>();
            add(rows, "api_key_hash", filter.apiKeyHash());
            add(rows, "model", filter.model());
            add(rows, "provider", filter.provider());
            if (filter.minTokens() != null || filter.maxTokens() != null) {
                rows.add(new RowsOf(
                        "total_tokens",
                        "total_tokens BETWEEN ? AND ?",
                        List.of(
                                Objects.requireNonNullElse(filter.minTokens(), 0L),
                                Objects.requireNonNullElse(filter.maxTokens(), Long.MAX_VALUE))));
            }
            return rows;
        }

        private static void add(List<RowsOf> rows, String column, @Nullable String value) {
            String indexed = StoredText.indexed(value);
            if (indexed != null) {
                rows.add(new RowsOf(column, column + " = ? AND " + isShort(column), List.of(indexed)));
            }
        }

        /** The number, or {@code most} when there are more. */
        long upTo(int most, JdbcClient client) {
            return client.sql("SELECT count(*) FROM (SELECT 1 FROM traces WHERE " + condition + " LIMIT " + most + ")")
                    .params(values)
                    .query(Long.class)
                    .single();
        }
    }
}
