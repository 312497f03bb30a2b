package ai.ongoing.gateway.storage.row;

import ai.ongoing.gateway.pricing.Cost;
import ai.ongoing.gateway.provider.NormalizedUsage;
import ai.ongoing.gateway.provider.StatedUsage;
import ai.ongoing.gateway.provider.TokenUsage;
import ai.ongoing.gateway.provider.UsageKind;
import ai.ongoing.gateway.provider.UsageSource;
import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.trace.Body;
import ai.ongoing.gateway.trace.Caller;
import ai.ongoing.gateway.trace.Completion;
import ai.ongoing.gateway.trace.Lineage;
import ai.ongoing.gateway.trace.RequestPart;
import ai.ongoing.gateway.trace.ResponsePart;
import ai.ongoing.gateway.trace.Timing;
import ai.ongoing.gateway.trace.Trace;
import ai.ongoing.gateway.trace.TraceSummary;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads a row of {@code traces}. Rows of the Go program have NULL in the columns it does not know, {@code usage_source}
 * among them: what they say is then taken from the inherited columns and the metadata.
 */
final class TraceRow {

    /** The price id of a cost that the Go program computed. */
    private static final String LEGACY_PRICE = "legacy";

    private static final double NANOS_PER_DOLLAR = 1e9;

    private final ResultSet row;
    private final SqlDialect dialect;

    private TraceRow(ResultSet row, SqlDialect dialect) {
        this.row = row;
        this.dialect = dialect;
    }

    static TraceSummary summary(ResultSet row, SqlDialect dialect) throws SQLException {
        return new TraceRow(row, dialect).summary();
    }

    static Trace trace(ResultSet row, SqlDialect dialect) throws SQLException {
        return new TraceRow(row, dialect).trace();
    }

    private TraceSummary summary() throws SQLException {
        return new TraceSummary(
                text("id"),
                timestamp(),
                createdAt(),
                text("provider"),
                text("model"),
                text("request_method"),
                text("request_path"),
                (int) number("response_status"),
                number("input_tokens"),
                number("output_tokens"),
                number("total_tokens"),
                timing(),
                text("api_key_hash"),
                cost(),
                row.getDouble("estimated_cost_usd"),
                completion());
    }

    private Trace trace() throws SQLException {
        StoredMetadata metadata = StoredMetadata.parse(text("metadata"));
        return new Trace(
                text("id"),
                Tenant.of(text("org_id"), text("workspace_id")),
                timestamp(),
                createdAt(),
                new RequestPart(
                        text("provider"),
                        text("model"),
                        text("request_method"),
                        text("request_path"),
                        text("request_headers"),
                        body("request_body")),
                response(),
                timing(),
                usage(),
                cost(),
                lineage(metadata),
                new Caller(
                        text("api_key_hash"),
                        text("gateway_key_id"),
                        or(blankToNull("correlation_id"), metadata.text("correlation_id"))),
                text("metadata"));
    }

    private ResponsePart response() throws SQLException {
        return new ResponsePart(
                (int) number("response_status"),
                row.getString("response_model"),
                row.getString("finish_reason"),
                row.getString("error_type"),
                completion(),
                text("response_headers"),
                body("response_body"));
    }

    private Completion completion() throws SQLException {
        String label = row.getString("completion");
        return label == null ? Completion.COMPLETE : Completion.ofLabel(label);
    }

    private Timing timing() throws SQLException {
        return new Timing(number("latency_ms"), number("time_to_first_token_ms"), number("time_to_first_token_us"));
    }

    private Body body(String column) throws SQLException {
        String text = text(column);
        String encoding = row.getString(column + "_encoding");
        return text.isEmpty() && encoding == null ? Body.NONE : new Body(text, encoding);
    }

    private Lineage lineage(StoredMetadata metadata) throws SQLException {
        Lineage lineage = new Lineage(
                blankToNull("trace_group_id"),
                orNull(blankToNull("lineage_thread_id"), metadata.text("lineage_thread_id")),
                orNull(blankToNull("lineage_run_id"), metadata.text("lineage_run_id")),
                metadata.text("lineage_parent_checkpoint_id"),
                metadata.number("lineage_checkpoint_seq"));
        return lineage.equals(Lineage.NONE) ? Lineage.NONE : lineage;
    }

    private TokenUsage usage() throws SQLException {
        String source = row.getString("usage_source");
        if (source == null) {
            return legacyUsage();
        }
        return new TokenUsage(
                new StatedUsage(
                        numberOrNull("stated_input_tokens"),
                        numberOrNull("stated_output_tokens"),
                        numberOrNull("stated_total_tokens"),
                        numberOrNull("stated_cache_read_tokens"),
                        numberOrNull("stated_cache_write_tokens"),
                        numberOrNull("stated_reasoning_tokens")),
                new NormalizedUsage(
                        number("input_uncached_tokens"),
                        number("cache_read_tokens"),
                        number("cache_write_5m_tokens"),
                        number("cache_write_1h_tokens"),
                        number("output_all_tokens")),
                UsageSource.valueOf(source.toUpperCase(Locale.ROOT)),
                UsageKind.valueOf(text("usage_kind").toUpperCase(Locale.ROOT)));
    }

    /** The Go program wrote zeros when it knew nothing, and knew no cache. */
    private TokenUsage legacyUsage() throws SQLException {
        long input = number("input_tokens");
        long output = number("output_tokens");
        long total = number("total_tokens");
        if (input == 0 && output == 0 && total == 0) {
            return TokenUsage.NONE;
        }
        return new TokenUsage(
                new StatedUsage(input, output, total, null, null, null),
                new NormalizedUsage(input, 0, 0, 0, output),
                UsageSource.PROVIDER,
                UsageKind.BILLED);
    }

    private Cost cost() throws SQLException {
        Long nanoDollars = numberOrNull("cost_nano_usd");
        if (nanoDollars != null) {
            return new Cost.Priced(nanoDollars, or(row.getString("price_id"), LEGACY_PRICE));
        }
        double dollars = row.getDouble("estimated_cost_usd");
        boolean legacy = row.getString("usage_source") == null && dollars > 0;
        return legacy ? new Cost.Priced(Math.round(dollars * NANOS_PER_DOLLAR), LEGACY_PRICE) : Cost.unpriced();
    }

    private Instant timestamp() throws SQLException {
        return Objects.requireNonNull(dialect.readTime(row, "timestamp"), "timestamp");
    }

    /** The inherited SQLite column may be NULL. */
    private Instant createdAt() throws SQLException {
        Instant createdAt = dialect.readTime(row, "created_at");
        return createdAt == null ? timestamp() : createdAt;
    }

    private String text(String column) throws SQLException {
        return or(row.getString(column), "");
    }

    private @Nullable String blankToNull(String column) throws SQLException {
        String text = row.getString(column);
        return text == null || text.isBlank() ? null : text;
    }

    private long number(String column) throws SQLException {
        return row.getLong(column);
    }

    private @Nullable Long numberOrNull(String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }

    private static String or(@Nullable String text, @Nullable String otherwise) {
        String either = orNull(text, otherwise);
        return either == null ? "" : either;
    }

    private static @Nullable String orNull(@Nullable String text, @Nullable String otherwise) {
        return text == null ? otherwise : text;
    }

    /** The metadata of a row, for the few values that have no column, or had none when an older program wrote the row. */
    private record StoredMetadata(JsonNode root) {

        private static final JsonMapper JSON = JsonMapper.builder().build();

        /** What is not a JSON object holds nothing: older rows may have anything here. */
        static StoredMetadata parse(String text) {
            if (text.isBlank()) {
                return new StoredMetadata(MissingNode.getInstance());
            }
            try {
                return new StoredMetadata(JSON.readTree(text));
            } catch (JacksonException notJson) {
                return new StoredMetadata(MissingNode.getInstance());
            }
        }

        @Nullable
        String text(String key) {
            JsonNode value = root.path(key);
            return value.isString() && !value.stringValue().isBlank() ? value.stringValue() : null;
        }

        @Nullable
        Long number(String key) {
            JsonNode value = root.path(key);
            return value.isIntegralNumber() && value.canConvertToLong() ? value.longValue() : null;
        }
    }
}
