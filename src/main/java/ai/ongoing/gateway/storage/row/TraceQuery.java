package ai.ongoing.gateway.storage.row;

import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.trace.TraceCursor;
import ai.ongoing.gateway.trace.TraceFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of a list and its parameters; a pure function of what is asked. The page's start is a row comparison, which
 * both backends answer from the index at any depth; the same thing written with OR would read every row before it.
 */
record TraceQuery(String sql, List<Object> parameters) {

    /** What a summary shows; never headers, bodies or metadata. */
    private static final String SUMMARY = "SELECT id, timestamp, created_at, provider, model, request_method,"
            + " request_path, response_status, input_tokens, output_tokens, total_tokens, latency_ms,"
            + " time_to_first_token_ms, time_to_first_token_us, api_key_hash, estimated_cost_usd, cost_nano_usd,"
            + " price_id, usage_source, completion FROM traces";

    private static final String NEWEST_FIRST = " ORDER BY created_at DESC, id DESC LIMIT ?";

    /** A page. One row more than {@code limit} is asked for: its presence tells that another page follows. */
    static TraceQuery page(
            SqlDialect dialect, TenantScope scope, TraceFilter filter, @Nullable TraceCursor after, int limit) {
        Conditions conditions = Conditions.of(dialect, scope, filter, after);
        conditions.parameters.add(limit + 1);
        return new TraceQuery(SUMMARY + conditions.where() + NEWEST_FIRST, conditions.parameters);
    }

    /** A page of whole traces. */
    static TraceQuery whole(
            SqlDialect dialect, TenantScope scope, TraceFilter filter, @Nullable TraceCursor after, int limit) {
        Conditions conditions = Conditions.of(dialect, scope, filter, after);
        conditions.parameters.add(limit);
        return new TraceQuery("SELECT * FROM traces" + conditions.where() + NEWEST_FIRST, conditions.parameters);
    }

    /** One whole trace. */
    static TraceQuery one(TenantScope scope, String id) {
        Conditions conditions = new Conditions();
        conditions.add("id = ?", id);
        conditions.scope(scope);
        return new TraceQuery("SELECT * FROM traces" + conditions.where(), conditions.parameters);
    }

    static TraceQuery count(TenantScope scope) {
        Conditions conditions = new Conditions();
        conditions.scope(scope);
        return new TraceQuery("SELECT count(*) FROM traces" + conditions.where(), conditions.parameters);
    }

    private static final class Conditions {

        private final List<String> texts = new ArrayList<>();
        private final List<Object> parameters = new ArrayList<>();

        static Conditions of(SqlDialect dialect, TenantScope scope, TraceFilter filter, @Nullable TraceCursor after) {
            Conditions conditions = new Conditions();
            conditions.scope(scope);
            conditions.filter(filter, dialect);
            if (after != null) {
                conditions.add("(created_at, id) < (?, ?)", dialect.time(after.createdAt()), after.id());
            }
            return conditions;
        }

        void scope(TenantScope scope) {
            if (scope instanceof TenantScope.OneTenant(Tenant tenant)) {
                add("org_id = ?", tenant.org().value());
                add("workspace_id = ?", tenant.workspace().value());
            }
        }

        void filter(TraceFilter filter, SqlDialect dialect) {
            equal("trace_group_id", filter.groupId());
            equal("lineage_thread_id", filter.threadId());
            equal("lineage_run_id", filter.runId());
            equal("correlation_id", filter.correlationId());
            equal("provider", filter.provider());
            equal("model", filter.model());
            equal("api_key_hash", filter.apiKeyHash());
            compare("response_status = ?", filter.status());
            compare("total_tokens >= ?", filter.minTokens());
            compare("total_tokens <= ?", filter.maxTokens());
            compare("timestamp >= ?", filter.from() == null ? null : dialect.timeNotBefore(filter.from()));
            compare("timestamp <= ?", filter.to() == null ? null : dialect.time(filter.to()));
        }

        private void equal(String column, @Nullable String value) {
            compare(column + " = ?", StoredText.indexed(value));
        }

        private void compare(String text, @Nullable Object value) {
            if (value != null) {
                add(text, value);
            }
        }

        void add(String text, Object... values) {
            texts.add(text);
            parameters.addAll(List.of(values));
        }

        String where() {
            return texts.isEmpty() ? "" : " WHERE " + String.join(" AND ", texts);
        }
    }
}
