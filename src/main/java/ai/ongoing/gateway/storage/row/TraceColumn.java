package ai.ongoing.gateway.storage.row;

import ai.ongoing.gateway.pricing.Cost;
import ai.ongoing.gateway.trace.Trace;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of {@code traces} and where its value comes from: the one list that the sink's statements are made of. The
 * inherited columns keep the Go program's meaning, so that it can still read every row.
 *
 * @param value text, an {@link java.time.Instant}, a {@link Long} or a {@link Double} by the column's kind; or null
 */
record TraceColumn(String name, Kind kind, Function<Trace, @Nullable Object> value) {

    /** What a column holds, and so how it travels. */
    enum Kind {
        /** Text of any length. */
        TEXT,
        /** Text that an index holds, see {@link StoredText#indexed}. */
        INDEXED,
        /** Like {@link #INDEXED}, but blank means NULL on PostgreSQL and stays blank on SQLite, as in the Go program. */
        GROUP,
        /** A JSON document as text; blank means NULL on PostgreSQL. */
        JSON,
        /** An instant. */
        TIME,
        /** A 32-bit number; larger ones stand at the largest, their true value in a column of our own. */
        INT,
        /** A 64-bit number. */
        LONG,
        /** A fraction. */
        DOUBLE
    }

    private static final double NANOS_PER_DOLLAR = 1e9;

    static final List<TraceColumn> ALL = List.of(
            new TraceColumn("id", Kind.INDEXED, Trace::id),
            new TraceColumn("trace_group_id", Kind.GROUP, t -> t.lineage().groupId()),
            new TraceColumn("org_id", Kind.TEXT, t -> t.tenant().org().value()),
            new TraceColumn(
                    "workspace_id", Kind.TEXT, t -> t.tenant().workspace().value()),
            new TraceColumn("timestamp", Kind.TIME, Trace::timestamp),
            new TraceColumn("created_at", Kind.TIME, Trace::createdAt),
            new TraceColumn("provider", Kind.INDEXED, t -> t.request().provider()),
            new TraceColumn("model", Kind.INDEXED, t -> t.request().model()),
            new TraceColumn("request_method", Kind.TEXT, t -> t.request().method()),
            new TraceColumn("request_path", Kind.TEXT, t -> t.request().path()),
            new TraceColumn("request_headers", Kind.JSON, t -> t.request().headersJson()),
            new TraceColumn("request_body", Kind.TEXT, t -> t.request().body().text()),
            new TraceColumn(
                    "request_body_encoding", Kind.TEXT, t -> t.request().body().encoding()),
            new TraceColumn(
                    "response_status", Kind.INT, t -> (long) t.response().status()),
            new TraceColumn("response_headers", Kind.JSON, t -> t.response().headersJson()),
            new TraceColumn("response_body", Kind.TEXT, t -> t.response().body().text()),
            new TraceColumn(
                    "response_body_encoding",
                    Kind.TEXT,
                    t -> t.response().body().encoding()),
            new TraceColumn("response_model", Kind.INDEXED, t -> t.response().model()),
            new TraceColumn("finish_reason", Kind.INDEXED, t -> t.response().finishReason()),
            new TraceColumn("error_type", Kind.INDEXED, t -> t.response().errorType()),
            new TraceColumn(
                    "completion", Kind.TEXT, t -> t.response().completion().label()),
            new TraceColumn("input_tokens", Kind.INT, t -> t.usage().inputTokens()),
            new TraceColumn("output_tokens", Kind.INT, t -> t.usage().outputTokens()),
            new TraceColumn("total_tokens", Kind.INT, t -> t.usage().totalTokens()),
            new TraceColumn("usage_source", Kind.TEXT, t -> label(t.usage().source())),
            new TraceColumn("usage_kind", Kind.TEXT, t -> label(t.usage().kind())),
            new TraceColumn(
                    "stated_input_tokens", Kind.LONG, t -> t.usage().stated().input()),
            new TraceColumn(
                    "stated_output_tokens", Kind.LONG, t -> t.usage().stated().output()),
            new TraceColumn(
                    "stated_total_tokens", Kind.LONG, t -> t.usage().stated().total()),
            new TraceColumn(
                    "stated_cache_read_tokens",
                    Kind.LONG,
                    t -> t.usage().stated().cacheRead()),
            new TraceColumn(
                    "stated_cache_write_tokens",
                    Kind.LONG,
                    t -> t.usage().stated().cacheWrite()),
            new TraceColumn(
                    "stated_reasoning_tokens",
                    Kind.LONG,
                    t -> t.usage().stated().reasoning()),
            new TraceColumn(
                    "input_uncached_tokens",
                    Kind.LONG,
                    t -> t.usage().normalized().inputUncached()),
            new TraceColumn(
                    "cache_read_tokens", Kind.LONG, t -> t.usage().normalized().cacheRead()),
            new TraceColumn(
                    "cache_write_5m_tokens",
                    Kind.LONG,
                    t -> t.usage().normalized().cacheWrite5m()),
            new TraceColumn(
                    "cache_write_1h_tokens",
                    Kind.LONG,
                    t -> t.usage().normalized().cacheWrite1h()),
            new TraceColumn(
                    "output_all_tokens", Kind.LONG, t -> t.usage().normalized().output()),
            new TraceColumn("latency_ms", Kind.LONG, t -> t.timing().latencyMs()),
            new TraceColumn("time_to_first_token_ms", Kind.LONG, t -> t.timing().timeToFirstTokenMs()),
            new TraceColumn("time_to_first_token_us", Kind.LONG, t -> t.timing().timeToFirstTokenUs()),
            new TraceColumn("api_key_hash", Kind.INDEXED, t -> t.caller().apiKeyHash()),
            new TraceColumn("gateway_key_id", Kind.INDEXED, t -> t.caller().gatewayKeyId()),
            new TraceColumn(
                    "correlation_id", Kind.INDEXED, t -> blankToNull(t.caller().correlationId())),
            new TraceColumn("lineage_thread_id", Kind.INDEXED, t -> t.lineage().threadId()),
            new TraceColumn("lineage_run_id", Kind.INDEXED, t -> t.lineage().runId()),
            new TraceColumn("estimated_cost_usd", Kind.DOUBLE, t -> dollars(t.cost())),
            new TraceColumn("cost_nano_usd", Kind.LONG, t -> nanoDollars(t.cost())),
            new TraceColumn("price_id", Kind.TEXT, t -> t.cost() instanceof Cost.Priced p ? p.priceId() : null),
            new TraceColumn("metadata", Kind.JSON, Trace::metadataJson));

    /** The value as every backend can hold it. */
    @Nullable
    Object storable(Trace trace) {
        Object value = this.value.apply(trace);
        return switch (kind) {
            case TEXT -> StoredText.fit((String) value);
            case INDEXED, GROUP -> StoredText.indexed((String) value);
            case JSON -> StoredText.json((String) value);
            case INT -> value == null ? null : Math.min((Long) value, Integer.MAX_VALUE);
            case TIME, LONG, DOUBLE -> value;
        };
    }

    /** The column's index holds only rows that have a value. */
    private static @Nullable Object blankToNull(String text) {
        return text.isBlank() ? null : text;
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static @Nullable Object nanoDollars(Cost cost) {
        return cost instanceof Cost.Priced(long nanoDollars, String ignored) ? nanoDollars : null;
    }

    /** The inherited column holds dollars; dividing once at the end keeps the double as near as a double can be. */
    private static @Nullable Object dollars(Cost cost) {
        return cost instanceof Cost.Priced(long nanoDollars, String ignored) ? nanoDollars / NANOS_PER_DOLLAR : null;
    }
}
