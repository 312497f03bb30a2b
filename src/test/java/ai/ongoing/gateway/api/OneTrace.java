package ai.ongoing.gateway.api;

import ai.ongoing.gateway.pricing.Cost;
import ai.ongoing.gateway.provider.NormalizedUsage;
import ai.ongoing.gateway.provider.StatedUsage;
import ai.ongoing.gateway.provider.TokenUsage;
import ai.ongoing.gateway.provider.UsageKind;
import ai.ongoing.gateway.provider.UsageSource;
import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.trace.Body;
import ai.ongoing.gateway.trace.Caller;
import ai.ongoing.gateway.trace.Completion;
import ai.ongoing.gateway.trace.Lineage;
import ai.ongoing.gateway.trace.RequestPart;
import ai.ongoing.gateway.trace.ResponsePart;
import ai.ongoing.gateway.trace.Timing;
import ai.ongoing.gateway.trace.Trace;
import ai.ongoing.gateway.trace.TraceCursor;
import ai.ongoing.gateway.trace.TraceFilter;
import ai.ongoing.gateway.trace.TracePage;
import ai.ongoing.gateway.trace.TraceReader;
import ai.ongoing.gateway.trace.TraceSummary;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store that holds one trace, has always one more page, and remembers what it was asked for. */
final class OneTrace implements TraceReader {

    static final Instant AT = Instant.parse("2026-11-20T10:11:12.123450Z");

    volatile @Nullable TraceFilter filter;
    volatile @Nullable TraceCursor after;
    volatile int limit;
    volatile @Nullable RuntimeException failure;

    @Override
    public TracePage list(TenantScope scope, TraceFilter asked, @Nullable TraceCursor from, int most) {
        failIfTold();
        filter = asked;
        after = from;
        limit = most;
        TraceSummary item = new TraceSummary(
                "0190aa",
                AT,
                AT,
                "openai",
                "gpt-4o",
                "POST",
                "/openai/v1/chat/completions",
                200,
                10,
                5,
                15,
                new Timing(41, 0, 0),
                "",
                Cost.unpriced(),
                0,
                Completion.COMPLETE);
        return new TracePage(List.of(item), new TraceCursor(AT, "0190aa"));
    }

    @Override
    public List<Trace> whole(TenantScope scope, TraceFilter asked, @Nullable TraceCursor from, int most, long letters) {
        throw new UnsupportedOperationException("the API never asks for whole traces in a row");
    }

    @Override
    public Optional<Trace> find(TenantScope scope, String id) {
        failIfTold();
        return id.equals("0190aa") ? Optional.of(trace()) : Optional.empty();
    }

    @Override
    public long count(TenantScope scope) {
        return 1;
    }

    private void failIfTold() {
        RuntimeException told = failure;
        if (told != null) {
            throw told;
        }
    }

    private static Trace trace() {
        TokenUsage usage = new TokenUsage(
                new StatedUsage(10L, 5L, 15L, 4L, null, 0L),
                new NormalizedUsage(6, 4, 0, 0, 5),
                UsageSource.PROVIDER,
                UsageKind.BILLED);
        return new Trace(
                "0190aa",
                Tenant.DEFAULT,
                AT,
                AT,
                new RequestPart(
                        "openai",
                        "gpt-4o",
                        "POST",
                        "/openai/v1/chat/completions",
                        "{\"X-B\":[\"2\"],\"Authorization\":[\"[REDACTED]\"]}",
                        new Body("AAE=", Body.BASE64)),
                new ResponsePart(200, "gpt-4o-2024-08-06", "stop", null, Completion.COMPLETE, "", Body.text("<ok>")),
                new Timing(41, 0, 0),
                usage,
                new Cost.Priced(125_000, "openai/gpt-4o@2024-10-01"),
                new Lineage("g1", "t1", null, null, 3L),
                new Caller("abc", "", "corr-1"),
                "{\"streaming\":false}");
    }
}
