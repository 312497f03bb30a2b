package ai.ongoing.gateway.storage.row;

import ai.ongoing.gateway.storage.row.SqlDialect.Condition;
import ai.ongoing.gateway.storage.row.SqlDialect.Order;
import ai.ongoing.gateway.storage.row.SqlDialect.Rows;
import ai.ongoing.gateway.storage.row.Walk.Span;
import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.trace.TraceCursor;
import ai.ongoing.gateway.trace.TraceFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds the rows of a page. What is asked for alone has an index in the list's order. Of several things that are asked for
 * together nobody knows how many calls have them all; where many have, the nearest calls along time fill the page, so they are
 * looked at first. Else the store is asked how many rows each has, and the index of the fewest leads.
 *
 * @param after where the page begins; null for the list's beginning
 */
record PageSearch(
        SqlDialect dialect,
        TenantScope scope,
        TraceFilter filter,
        @Nullable TraceCursor after,
        JdbcClient client) {

    /** So many calls along time are looked at before anything is counted, a millisecond or two. */
    static final int NEAR = 1_000;

    /** So many if there were enough among the nearest to expect that they fill the page. */
    static final int FAR = 4 * NEAR;

    /** What is read and sorted, by an index without time, if nothing but its own values is asked for. */
    static final int FEW = 6_000;

    /** The same where more is asked for; then no page may ever be full, because no row has all of it. */
    static final int SOME = 16_000;

    /**
     * The same where whole traces are listed to their end, page after page: each page reads and sorts all rows again, bodies
     * among them, and an index in the list's order is walked once for all pages.
     */
    static final int FEW_WHOLE = 1_000;

    /** As far as rows are counted where nobody knows them: a millisecond or two along an index. */
    static final int MANY = 6_000;

    /**
     * The rows of the page.
     *
     * @param wanted how many there may be
     * @param rows reads them along a way
     */
    <T> List<T> find(int wanted, Function<Walk, List<T>> rows) {
        Span span = Span.of(filter, dialect, client);
        List<Way> ways = ways(span);
        if (ownIndex(filter) == null && ways.size() > 1 && ways.stream().allMatch(Way::isReadBeforeBodies)) {
            for (int look : new int[] {NEAR, FAR}) {
                Object floor = along("created_at", time(span).all(), look).orElse(null);
                Span nearest = floor == null ? span : new Span(floor, span.to());
                List<T> near = rows.apply(new Walk(dialect, null, Order.TIME, true, nearest));
                if (near.size() == wanted || floor == null) {
                    return near;
                }
                if (near.size() * FAR < wanted * NEAR) {
                    break; // too few to expect that a longer look fills it
                }
            }
        }
        return rows.apply(choose(span, ways, SOME));
    }

    /** The time of the call that lies so many calls further along an index; empty where there are no more. */
    private Optional<Object> along(String time, Condition rows, int calls) {
        return client.sql("SELECT " + time + " FROM traces WHERE " + rows.text() + " ORDER BY " + time
                        + " DESC LIMIT 1 OFFSET " + calls)
                .params(rows.values())
                .query((row, number) -> dialect.readKey(row, 1))
                .optional();
    }

    /**
     * The way without a look at the nearest, for pages whose rows are too large to be read in vain.
     *
     * @param some how many rows may be read and sorted: {@link #SOME}, or {@link #FEW_WHOLE} of whole traces
     */
    Walk choose(int some) {
        Span span = Span.of(filter, dialect, client);
        return choose(span, ways(span), some);
    }

    private Walk choose(Span span, List<Way> ways, int some) {
        String own = ownIndex(filter);
        if (own != null) {
            // Nobody counted: a caller may name one run for a million calls.
            return new Walk(dialect, own, Order.TIME, false, span);
        }
        if (ways.size() == 1 && ways.getFirst().order() != Order.NONE) {
            return ways.getFirst().walk(dialect, span);
        }
        boolean alone = ways.size() == 1 && filter.status() == null;
        if (alone || dialect.knowsItsRows()) {
            return shortest(ways, alone ? Math.min(FEW, some) : some, span);
        }
        Span met = met(ways, span);
        return shortest(ways(met), some, met);
    }

    /**
     * What is left of the span where all ways have a row: the newest of a value of long ago is newer than any call of the
     * page. All of it where some row has no time, which is behind every bound and ends the list.
     */
    private Span met(List<Way> ways, Span span) {
        String timeless = "SELECT count(*) FROM (SELECT 1 FROM traces WHERE created_at IS NULL LIMIT 1)";
        if (client.sql(timeless).query(Long.class).single() > 0) {
            return span;
        }
        Object to = span.to();
        for (Way way : ways) {
            String time = way.time(dialect);
            Object newest = time == null
                    ? null
                    : along(time, way.all(), 0).map(dialect::notBefore).orElse(null);
            to = newest == null ? to : dialect.earlier(newest, to);
        }
        return new Span(span.from(), to);
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

    /**
     * Along the fewest rows; where all are more than are counted, along those that lie the thinnest, of which the newest reach
     * back the furthest.
     */
    private Walk shortest(List<Way> ways, int few, Span span) {
        Way best = null;
        int fewest = dialect.knowsItsRows() ? Integer.MAX_VALUE : MANY;
        Way thinnest = null;
        String reach = "~"; // behind any time
        for (Way way : ways) {
            int most = fewest;
            if (way.order() == Order.NONE) {
                most = best == null ? few : Math.min(fewest, few);
            }
            Rows rows = upTo(most, way);
            if (rows.number() < most) {
                best = way;
                fewest = Math.toIntExact(rows.number());
            } else if (rows.reach() != null && rows.reach().compareTo(reach) < 0) {
                thinnest = way;
                reach = rows.reach();
            }
        }
        Way way = best == null ? thinnest : best;
        return way == null ? new Walk(dialect, null, Order.TIME, false, span) : way.walk(dialect, span);
    }

    /**
     * The number of rows as far as the backend can tell it cheaply; {@code most} when there are more. A planner multiplies
     * what it knows of each condition, as if they had nothing to do with each other, and of a tenant whose organisation and
     * workspace say the same expects a fraction; no more than the rarest are there in any case.
     */
    private Rows upTo(int most, Way way) {
        if (!dialect.knowsItsRows() || way.has().isEmpty()) {
            return ask(way.all(), most, way);
        }
        long rows = most;
        for (Condition one : way.has()) {
            rows = Math.min(rows, ask(way.within(List.of(one)), most, way).number());
        }
        return new Rows(rows, null);
    }

    private Rows ask(Condition condition, int most, Way way) {
        return client.sql(dialect.howMany(condition.text(), way.time(dialect), most))
                .params(condition.values())
                .query((row, number) -> dialect.readHowMany(row))
                .single();
    }

    private List<Way> ways(Span span) {
        List<Way> ways = new ArrayList<>();
        if (scope instanceof TenantScope.OneTenant || filter.from() != null || filter.to() != null) {
            ways.add(time(span));
        }
        if (filter.status() != null && Walk.isUnusual(filter.status())) {
            Condition status = Condition.of(dialect.status("response_status", filter.status()));
            ways.add(new Way("response_status", Order.TIME, List.of(status), bounds(span, Order.TIME)));
        }
        addValue(ways, "api_key_hash", filter.apiKeyHash(), span);
        addValue(ways, "model", filter.model(), span);
        addValue(ways, "provider", filter.provider(), span);
        if (filter.minTokens() != null || filter.maxTokens() != null) {
            Condition tokens = Condition.of(
                    "total_tokens BETWEEN ? AND ?",
                    Objects.requireNonNullElse(filter.minTokens(), 0L),
                    Objects.requireNonNullElse(filter.maxTokens(), Long.MAX_VALUE));
            ways.add(new Way("total_tokens", Order.NONE, List.of(tokens), List.of()));
        }
        return ways;
    }

    private Way time(Span span) {
        List<Condition> has = scope instanceof TenantScope.OneTenant(Tenant tenant)
                ? List.of(
                        Condition.of("org_id = ?", tenant.org().value()),
                        Condition.of("workspace_id = ?", tenant.workspace().value()))
                : List.of();
        return new Way(null, Order.TIME, has, bounds(span, Order.TIME));
    }

    private void addValue(List<Way> ways, String column, @Nullable String value, Span span) {
        String indexed = StoredText.indexed(value);
        if (indexed != null) {
            boolean planned = dialect.knowsItsRows();
            Condition has = planned ? Condition.of(column + " = ?", indexed) : dialect.alongValues(column, indexed);
            // A planner knows more of the list's time than of an expression of it: where the newest rows end, for one
            // thing.
            List<Condition> bounds = bounds(span, planned ? Order.TIME : Order.VALUES_TIME);
            ways.add(new Way(column, Order.VALUES_TIME, List.of(has), bounds));
        }
    }

    /** What is left of the filter's times for this page. */
    private List<Condition> bounds(Span span, Order order) {
        List<Condition> bounds = new ArrayList<>();
        if (span.from() != null) {
            bounds.add(Walk.bound(dialect, order, ">=", span.from()));
        }
        Object to = after == null ? span.to() : dialect.earlier(dialect.time(after.createdAt()), span.to());
        if (to != null) {
            bounds.add(Walk.bound(dialect, order, "<=", to));
        }
        return bounds;
    }

    /**
     * An index that could lead.
     *
     * @param column as {@link Walk#leading}
     * @param has what is true of the rows along it
     * @param bounds the part of it that the page can lie in
     */
    private record Way(@Nullable String column, Order order, List<Condition> has, List<Condition> bounds) {

        Walk walk(SqlDialect dialect, Span span) {
            return new Walk(dialect, column, order, true, span);
        }

        /** A file's other columns stand behind the bodies, which would be read of every call that is looked at. */
        boolean isReadBeforeBodies() {
            return column == null || column.equals("provider") || column.equals("model");
        }

        /** What the index is sorted by, newest last; null when it has no time. */
        @Nullable
        String time(SqlDialect dialect) {
            return switch (order) {
                case TIME -> "created_at";
                case VALUES_TIME -> dialect.valuesTime("created_at");
                case NONE -> null;
            };
        }

        Condition all() {
            return within(has);
        }

        Condition within(List<Condition> conditions) {
            return Stream.concat(conditions.stream(), bounds.stream())
                    .reduce(Condition::and)
                    .orElseGet(() -> Condition.of("1 = 1"));
        }
    }
}
