package ai.ongoing.gateway.api.trace;

import ai.ongoing.gateway.http.JsonObject;
import ai.ongoing.gateway.pricing.Cost;
import ai.ongoing.gateway.provider.NormalizedUsage;
import ai.ongoing.gateway.provider.StatedUsage;
import ai.ongoing.gateway.provider.TokenUsage;
import ai.ongoing.gateway.trace.Lineage;
import ai.ongoing.gateway.trace.Timing;
import ai.ongoing.gateway.trace.Trace;
import ai.ongoing.gateway.trace.TraceSummary;
import java.util.Locale;

/** Traces as clients see them: the Go program's fields in its order, then what it did not know. */
public final class TraceJson {

    private static final double NANO_PER_DOLLAR = 1e9;

    private TraceJson() {}

    /** A line of a list. */
    public static void summary(JsonObject body, TraceSummary trace) {
        body.text("id", trace.id())
                .time("timestamp", trace.timestamp())
                .text("provider", trace.provider())
                .text("model", trace.model())
                .text("request_method", trace.requestMethod())
                .text("request_path", trace.requestPath())
                .number("response_status", trace.responseStatus())
                .number("input_tokens", trace.inputTokens())
                .number("output_tokens", trace.outputTokens())
                .number("total_tokens", trace.totalTokens());
        timing(body, trace.timing())
                .textIfAny("api_key_hash", trace.apiKeyHash())
                .decimal("estimated_cost_usd", trace.estimatedCostUsd())
                .time("created_at", trace.createdAt())
                .flag("priced", trace.cost() instanceof Cost.Priced)
                .text("completion", trace.completion().label());
    }

    /** The whole trace. */
    public static void detail(JsonObject body, Trace trace) {
        body.text("id", trace.id())
                .textIfAny("trace_group_id", trace.lineage().groupId())
                .object("lineage", lineage -> lineage(lineage, trace.lineage(), trace.id()))
                .time("timestamp", trace.timestamp())
                .text("provider", trace.request().provider())
                .text("model", trace.request().model())
                .text("request_method", trace.request().method())
                .text("request_path", trace.request().path())
                .document("request_headers", trace.request().headersJson())
                .textIfAny("request_body", trace.request().body().text())
                .number("response_status", trace.response().status())
                .document("response_headers", trace.response().headersJson())
                .textIfAny("response_body", trace.response().body().text())
                .number("input_tokens", trace.usage().inputTokens())
                .number("output_tokens", trace.usage().outputTokens())
                .number("total_tokens", trace.usage().totalTokens());
        timing(body, trace.timing())
                .textIfAny("api_key_hash", trace.caller().apiKeyHash())
                .decimal("estimated_cost_usd", dollars(trace.cost()))
                .document("metadata", trace.metadataJson())
                .time("created_at", trace.createdAt());
        additions(body, trace);
    }

    private static void additions(JsonObject body, Trace trace) {
        body.flag("priced", trace.cost() instanceof Cost.Priced);
        if (trace.cost() instanceof Cost.Priced(long nanoDollars, String priceId)) {
            body.number("cost_nano_usd", nanoDollars).text("price_id", priceId);
        }
        body.text("completion", trace.response().completion().label())
                .textIfAny("correlation_id", trace.caller().correlationId())
                .textIfAny("response_model", trace.response().model())
                .textIfAny("finish_reason", trace.response().finishReason())
                .textIfAny("error_type", trace.response().errorType())
                .textIfAny("request_body_encoding", trace.request().body().encoding())
                .textIfAny("response_body_encoding", trace.response().body().encoding())
                .object("usage", usage -> usage(usage, trace.usage()));
    }

    private static JsonObject timing(JsonObject body, Timing timing) {
        return body.number("latency_ms", timing.latencyMs())
                .number("time_to_first_token_ms", timing.timeToFirstTokenMs())
                .number("time_to_first_token_us", timing.timeToFirstTokenUs());
    }

    /** A recorded call is its own checkpoint, and nothing ever changes it. */
    private static void lineage(JsonObject body, Lineage lineage, String traceId) {
        body.textIfAny("group_id", lineage.groupId())
                .textIfAny("thread_id", lineage.threadId())
                .textIfAny("run_id", lineage.runId())
                .text("checkpoint_id", traceId)
                .textIfAny("parent_checkpoint_id", lineage.parentCheckpointId());
        Long seq = lineage.checkpointSeq();
        body.numberIfAny("checkpoint_seq", seq == null || seq == 0 ? null : seq).flag("immutable", true);
    }

    private static void usage(JsonObject body, TokenUsage usage) {
        body.object("stated", stated -> stated(stated, usage.stated()))
                .object("normalized", normalized -> normalized(normalized, usage.normalized()))
                .text("source", word(usage.source()))
                .text("kind", word(usage.kind()));
    }

    private static void stated(JsonObject body, StatedUsage stated) {
        body.numberIfAny("input_tokens", stated.input())
                .numberIfAny("output_tokens", stated.output())
                .numberIfAny("total_tokens", stated.total())
                .numberIfAny("cache_read_tokens", stated.cacheRead())
                .numberIfAny("cache_write_tokens", stated.cacheWrite())
                .numberIfAny("reasoning_tokens", stated.reasoning());
    }

    private static void normalized(JsonObject body, NormalizedUsage usage) {
        body.number("input_total", usage.inputTotal())
                .number("input_uncached", usage.inputUncached())
                .number("cache_read", usage.cacheRead())
                .number("cache_write", usage.cacheWrite())
                .number("cache_write_5m", usage.cacheWrite5m())
                .number("cache_write_1h", usage.cacheWrite1h())
                .number("output_total", usage.output());
    }

    private static double dollars(Cost cost) {
        return cost instanceof Cost.Priced(long nanoDollars, String _) ? nanoDollars / NANO_PER_DOLLAR : 0;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
