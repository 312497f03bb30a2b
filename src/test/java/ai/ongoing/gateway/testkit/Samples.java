package ai.ongoing.gateway.testkit;

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
import java.time.Instant;
import java.util.UUID;

/** The canonical trace, with every field set, and others that differ from it in what their name says. */
public final class Samples {

    /** When the canonical trace finished. */
    public static final Instant FINISHED = Instant.parse("2026-11-20T20:51:42.155217Z");

    private static final String METADATA = "{\"streaming\": true, \"lineage_run_id\": \"run-1\","
            + " \"correlation_id\": \"corr-1\", \"lineage_thread_id\": \"thread-1\","
            + " \"lineage_checkpoint_seq\": 3, \"lineage_parent_checkpoint_id\": \"parent-1\"}";

    private Samples() {}

    /** A trace that finished at {@link #FINISHED}, under an id of its own. */
    public static Trace trace() {
        return trace(newId(), FINISHED);
    }

    public static Trace trace(String id, Instant finished) {
        return new Trace(
                id,
                Tenant.DEFAULT,
                finished,
                finished,
                request(),
                response(),
                new Timing(1234, 57, 56_789),
                usage(),
                new Cost.Priced(1_234_567_891L, "openai/gpt-4o@2026-08-21"),
                new Lineage("group-1", "thread-1", "run-1", "parent-1", 3L),
                new Caller("3f4a".repeat(16), "gwk_1", "corr-1"),
                METADATA);
    }

    /** 32 hexadecimal digits nobody else has. */
    public static String newId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    public static RequestPart request() {
        return new RequestPart(
                "openai",
                "gpt-4o",
                "POST",
                "/openai/v1/chat/completions",
                "{\"Content-Type\": [\"application/json\"]}",
                Body.text("{\"model\":\"gpt-4o\"}"));
    }

    public static ResponsePart response() {
        return new ResponsePart(
                200,
                "gpt-4o-2026-08-06",
                "stop",
                null,
                Completion.COMPLETE,
                "{\"Content-Type\": [\"text/event-stream\"]}",
                new Body("AAEC", Body.BASE64));
    }

    /** Numbers that are all different, so that two swapped columns show. */
    public static TokenUsage usage() {
        return new TokenUsage(
                new StatedUsage(110L, 55L, 165L, 20L, 12L, 7L),
                new NormalizedUsage(78, 20, 9, 3, 55),
                UsageSource.PROVIDER,
                UsageKind.BILLED);
    }

    public static Trace of(Tenant tenant) {
        return of(tenant, trace());
    }

    public static Trace of(Tenant tenant, Trace like) {
        return new Trace(
                like.id(),
                tenant,
                like.timestamp(),
                like.createdAt(),
                like.request(),
                like.response(),
                like.timing(),
                like.usage(),
                like.cost(),
                like.lineage(),
                like.caller(),
                like.metadataJson());
    }

    public static Trace with(RequestPart request, Trace like) {
        return new Trace(
                like.id(),
                like.tenant(),
                like.timestamp(),
                like.createdAt(),
                request,
                like.response(),
                like.timing(),
                like.usage(),
                like.cost(),
                like.lineage(),
                like.caller(),
                like.metadataJson());
    }

    public static Trace with(ResponsePart response, Trace like) {
        return new Trace(
                like.id(),
                like.tenant(),
                like.timestamp(),
                like.createdAt(),
                like.request(),
                response,
                like.timing(),
                like.usage(),
                like.cost(),
                like.lineage(),
                like.caller(),
                like.metadataJson());
    }

    public static Trace with(TokenUsage usage, Cost cost, Trace like) {
        return new Trace(
                like.id(),
                like.tenant(),
                like.timestamp(),
                like.createdAt(),
                like.request(),
                like.response(),
                like.timing(),
                usage,
                cost,
                like.lineage(),
                like.caller(),
                like.metadataJson());
    }

    public static Trace with(Lineage lineage, Caller caller, Trace like) {
        return new Trace(
                like.id(),
                like.tenant(),
                like.timestamp(),
                like.createdAt(),
                like.request(),
                like.response(),
                like.timing(),
                like.usage(),
                like.cost(),
                lineage,
                caller,
                like.metadataJson());
    }
}
