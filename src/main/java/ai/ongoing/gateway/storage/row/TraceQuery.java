package ai.ongoing.gateway.storage.row;

import ai.ongoing.gateway.storage.row.SqlDialect.Condition;
import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.trace.TraceCursor;
import ai.ongoing.gateway.trace.TraceFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of a list and its parameters; a pure function of what is asked and of the {@link Walk} that leads there. The
 * page's start is a row comparison, which both backends answer from the index at any depth; the same thing written with
 * OR would read every row before it.
 */
record TraceQuery(String sql, List<Object> parameters) {

    /** What a summary shows; never headers, bodies or metadata. */
    private static final String SUMMARY = "SELECT id, timestamp, created_at, provider, model, request_method,"
            + " request_path, response_status, input_tokens, output_tokens, total_tokens, latency_ms,"
            + " time_to_first_token_ms, time_to_first_token_us, api_key_hash, estimated_cost_usd, cost_nano_usd,"
            + " price_id, usage_source, completion FROM traces";

    /** A page. One row more than {@code limit} is asked for: its presence tells that another page follows. */
    static TraceQuery page(Walk walk, TenantScope scope, TraceFilter filter, @Nullable TraceCursor after, int limit) {
        Conditions conditions = Conditions.of(walk, scope, filter, after);
        conditions.parameters.add(limit + 1);
        return new TraceQuery(SUMMARY + conditions.where() + walk.newestFirst() + " LIMIT ?", conditions.parameters);
    }

    /** A page of whole traces. */
    static TraceQuery whole(Walk walk, TenantScope scope, TraceFilter filter, @Nullable TraceCursor after, int limit) {
        Conditions conditions = Conditions.of(walk, scope, filter, after);
        conditions.parameters.add(limit);
        return new TraceQuery(
                "SELECT * FROM traces" + conditions.where() + walk.newestFirst() + " LIMIT ?", conditions.parameters);
    }

    /** One whole trace. */
    static TraceQuery one(TenantScope scope, String id) {
        Conditions conditions = new Conditions();
        conditions.add("id = ?", id);
        conditions.scope(scope, name -> name);
        return new TraceQuery("SELECT * FROM traces" + conditions.where(), conditions.parameters);
    }

    static TraceQuery count(TenantScope scope) {
        Conditions conditions = new Conditions();
        conditions.scope(scope, name -> name);
        return new TraceQuery("SELECT count(*) FROM traces" + conditions.where(), conditions.parameters);
    }

    private static final class Conditions {

        private final List<String> texts = new ArrayList<>();
        private final List<Object> parameters = new ArrayList<>();

        static Conditions of(Walk walk, TenantScope scope, TraceFilter filter, @Nullable TraceCursor after) {
            Conditions conditions = new Conditions();
            conditions.scope(scope, walk::scopeColumn);
            conditions.filter(filter, walk);
            Object start = after == null ? null : walk.dialect().time(after.createdAt());
            conditions.times(filter, walk, start);
            if (after != null && start != null) {
                conditions.add("(" + walk.time() + ", id) < (?, ?)", start, after.id());
            }
            return conditions;
        }

        void scope(TenantScope scope, UnaryOperator<String> column) {
            if (scope instanceof TenantScope.OneTenant(Tenant tenant)) {
                add(column.apply("org_id") + " = ?", tenant.org().value());
                add(column.apply("workspace_id") + " = ?", tenant.workspace().value());
            }
        }

        void filter(TraceFilter filter, Walk walk) {
            equal(walk, "trace_group_id", filter.groupId());
            if (filter.groupId() != null) {
                texts.add("trace_group_id <> '' AND " + StoredText.isShort("trace_group_id")); // as the index says it
            }
            equal(walk, "lineage_thread_id", filter.threadId());
            equal(walk, "lineage_run_id", filter.runId());
            equal(walk, "correlation_id", filter.correlationId());
            equalOfMany(walk, "provider", filter.provider());
            equalOfMany(walk, "model", filter.model());
            equalOfMany(walk, "api_key_hash", filter.apiKeyHash());
            if (filter.status() != null) {
                texts.add(walk.dialect().status(walk.column("response_status"), filter.status()));
            }
            compare(walk.column("total_tokens") + " >= ?", filter.minTokens());
            compare(walk.column("total_tokens") + " <= ?", filter.maxTokens());
        }

        /**
         * Where a page begins later in the list than the range does, the range's end is not said: SQLite begins at the
         * first bound it is told, and would walk past all pages before this one.
         */
        void times(TraceFilter filter, Walk walk, @Nullable Object start) {
            SqlDialect dialect = walk.dialect();
            compare("timestamp >= ?", filter.from() == null ? null : dialect.timeNotBefore(filter.from()));
            compare("timestamp <= ?", filter.to() == null ? null : dialect.time(filter.to()));
            Object from = walk.span().from();
            if (from != null) {
                add(walk.bound(">=", from));
            }
            Object to = walk.span().to();
            boolean passed = start != null && dialect.earlier(start, to).equals(start);
            if (to != null && !passed) {
                add(walk.bound("<=", to));
            } else if (start != null && walk.tellsLess()) {
                add(walk.bound("<=", start)); // the row comparison is of the whole time, which that index has not
            }
        }

        private void equal(Walk walk, String column, @Nullable String value) {
            compare(walk.column(column) + " = ?", StoredText.indexed(value));
        }

        /** Of a column with an index of its values and their times; said so that it may be used where the walk offers it. */
        private void equalOfMany(Walk walk, String column, @Nullable String value) {
            String indexed = StoredText.indexed(value);
            if (indexed != null) {
                add(walk.dialect().unindexed(column) + " = ?", indexed);
                if (walk.offers(column)) {
                    add(walk.dialect().alongValues(column, indexed));
                }
                if (walk.leads("response_status") && !column.equals("api_key_hash")) {
                    walk.dialect().alongStatuses(column, indexed).ifPresent(this::add);
                }
            }
        }

        private void compare(String text, @Nullable Object value) {
            if (value != null) {
                add(text, value);
            }
        }

        void add(String text, Object... values) {
            add(Condition.of(text, values));
        }

        private void add(Condition condition) {
            texts.add(condition.text());
            parameters.addAll(condition.values());
        }

        String where() {
            return texts.isEmpty() ? "" : " WHERE " + String.join(" AND ", texts);
        }
    }
}
