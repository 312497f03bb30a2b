package ai.ongoing.gateway.storage.row;

import static java.util.stream.Collectors.joining;

import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.trace.TraceFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The index that leads to the rows of a list. Along time, newest first, a common value is met soon and a rare one after
 * millions of rows; along the value's own index a rare one is found at once, and a common one costs the sorting of all
 * its rows. So the store is asked first how many rows each value has, and the one with the fewest leads.
 *
 * @param leading the column whose index leads; null for time's, inside the tenant where there is one
 * @param sorted whether that index has time in it, newest last
 * @param chosen whether the way is known to be short; where it is not, a planner that knows its rows may take another
 * @param span where along the list's time the filter's times lie
 */
record Walk(SqlDialect dialect, @Nullable String leading, boolean sorted, boolean chosen, Span span) {

    /**
     * Where both ways cost about the same in a table of millions, if nothing but the one value is asked for: this many rows
     * to read and sort, or ten times as many to walk past, in the order they lie in, until a page of fifty is full.
     */
    static final int FEW = 6_000;

    /**
     * What is read and sorted where more is asked for than one value. Then no page may ever be full, because no row has
     * all of it, and the other way is walked to its end.
     */
    static final int SOME = 16_000;

    /**
     * The same where whole traces are listed to their end, page after page: each page reads and sorts all rows of the value
     * again, bodies among them, and an index in the list's order is walked once for all pages.
     */
    static final int FEW_WHOLE = 1_000;

    /** As far as an index in the list's order may be walked to its end. */
    static final int MANY = 60_000;

    private static final int OK = 200;

    /** Along all of time. */
    static Walk byTime(SqlDialect dialect) {
        return new Walk(dialect, null, true, true, Span.ALL);
    }

    /** The way for a page of a list; asks the store at most nine times, a millisecond or two each. */
    static Walk choose(SqlDialect dialect, TenantScope scope, TraceFilter filter, JdbcClient client) {
        return choose(dialect, scope, filter, SOME, client);
    }

    /** The way for a page of whole traces, of a list that is read to its end. */
    static Walk chooseForAll(SqlDialect dialect, TenantScope scope, TraceFilter filter, JdbcClient client) {
        return choose(dialect, scope, filter, FEW_WHOLE, client);
    }

    private static Walk choose(SqlDialect dialect, TenantScope scope, TraceFilter filter, int some, JdbcClient client) {
        Span span = Span.of(filter, dialect, client);
        String own = ownIndex(filter);
        if (own != null) {
            // Nobody counted: a caller may name one run for a million calls.
            return new Walk(dialect, own, true, false, span);
        }
        List<Way> ways = Way.all(scope, span, filter);
        Way inOrder = ways.stream()
                .filter(Way::sorted)
                .reduce((first, second) -> second)
                .orElse(null);
        if (inOrder != null && ways.size() == 1) {
            return inOrder.walk(dialect, true, span);
        }
        boolean alone = ways.size() == 1 && filter.status() == null;
        Way way = shortest(ways, alone ? Math.min(FEW, some) : some, dialect, client);
        if (way != null) {
            return way.walk(dialect, true, span);
        }
        return inOrder == null ? new Walk(dialect, null, true, false, span) : inOrder.walk(dialect, false, span);
    }

    /** The way with the fewest rows; null when all have more than are worth reading. */
    private static @Nullable Way shortest(List<Way> ways, int few, SqlDialect dialect, JdbcClient client) {
        Way best = null;
        long fewest = MANY;
        for (Way way : ways) {
            long most = Math.min(fewest, way.sorted() ? MANY : few);
            long rows = way.upTo((int) most, dialect, client);
            if (rows < most) {
                best = way;
                fewest = rows;
            }
        }
        return best;
    }

    /** Values that a handful of rows share as a rule; all but the correlation id have an index in the list's order. */
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
        return sorted ? "created_at" : dialect.unindexedTime();
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

        private static Span of(TraceFilter filter, SqlDialect dialect, JdbcClient client) {
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

    /** What rows have, and the values that it names. */
    private record Condition(String text, List<Object> values) {

        static Condition of(String text, Object... values) {
            return new Condition(text, List.of(values));
        }
    }

    /**
     * An index that could lead, and the rows along it.
     *
     * @param column as {@link Walk#leading}
     * @param conditions of the rows, all of which hold
     * @param partial what the index says of its rows beside that; empty when it holds them all
     */
    private record Way(@Nullable String column, boolean sorted, List<Condition> conditions, String partial) {

        Walk walk(SqlDialect dialect, boolean chosen, Span span) {
            return new Walk(dialect, column, sorted, chosen, span);
        }

        /** Of two as good the later one is taken: an unusual status before time. */
        static List<Way> all(TenantScope scope, Span span, TraceFilter filter) {
            List<Way> ways = new ArrayList<>();
            List<Condition> time = timesOwn(scope, span);
            if (!time.isEmpty()) {
                ways.add(new Way(null, true, time, ""));
            }
            if (filter.status() != null && isUnusual(filter.status())) {
                Condition status = Condition.of("response_status = ?", filter.status());
                ways.add(new Way("response_status", true, List.of(status), "response_status <> 200"));
            }
            add(ways, "api_key_hash", filter.apiKeyHash());
            add(ways, "model", filter.model());
            add(ways, "provider", filter.provider());
            if (filter.minTokens() != null || filter.maxTokens() != null) {
                Condition tokens = Condition.of(
                        "total_tokens BETWEEN ? AND ?",
                        Objects.requireNonNullElse(filter.minTokens(), 0L),
                        Objects.requireNonNullElse(filter.maxTokens(), Long.MAX_VALUE));
                ways.add(new Way("total_tokens", false, List.of(tokens), ""));
            }
            return ways;
        }

        private static List<Condition> timesOwn(TenantScope scope, Span span) {
            List<Condition> time = new ArrayList<>();
            if (scope instanceof TenantScope.OneTenant(Tenant tenant)) {
                time.add(Condition.of("org_id = ?", tenant.org().value()));
                time.add(Condition.of("workspace_id = ?", tenant.workspace().value()));
            }
            if (span.from() != null && span.to() != null) {
                time.add(Condition.of("created_at BETWEEN ? AND ?", span.from(), span.to()));
            } else if (span.from() != null) {
                time.add(Condition.of("created_at >= ?", span.from()));
            } else if (span.to() != null) {
                time.add(Condition.of("created_at <= ?", span.to()));
            }
            return time;
        }

        private static void add(List<Way> ways, String column, @Nullable String value) {
            String indexed = StoredText.indexed(value);
            if (indexed != null) {
                ways.add(new Way(column, false, List.of(Condition.of(column + " = ?", indexed)), isShort(column)));
            }
        }

        /**
         * The number of rows as far as the backend can tell it cheaply; {@code most} or more when there are more. A planner
         * multiplies what it knows of each condition, as if they had nothing to do with each other, and of a tenant whose
         * organisation and workspace say the same expects a fraction; no more than the rarest are there in any case.
         */
        long upTo(int most, SqlDialect dialect, JdbcClient client) {
            if (!dialect.knowsItsRows()) {
                String all = conditions.stream().map(Condition::text).collect(joining(" AND "));
                List<Object> values = conditions.stream()
                        .flatMap(condition -> condition.values().stream())
                        .toList();
                return ask(new Condition(all, values), most, dialect, client);
            }
            long rows = most;
            for (Condition condition : conditions) {
                rows = Math.min(rows, ask(condition, most, dialect, client));
            }
            return rows;
        }

        private long ask(Condition condition, int most, SqlDialect dialect, JdbcClient client) {
            return client.sql(dialect.howMany(condition.text(), partial, most))
                    .params(condition.values())
                    .query((row, number) -> dialect.readHowMany(row))
                    .single();
        }
    }
}
