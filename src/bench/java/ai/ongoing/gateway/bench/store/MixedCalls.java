package ai.ongoing.gateway.bench.store;

import ai.ongoing.gateway.assembly.CaptureTerms;
import ai.ongoing.gateway.assembly.TraceAssembler;
import ai.ongoing.gateway.http.CorrelationId;
import ai.ongoing.gateway.journal.BodyRecord;
import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.pricing.PriceBook;
import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.testkit.Calls;
import ai.ongoing.gateway.trace.Caller;
import ai.ongoing.gateway.trace.Trace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Traces as the gateway makes them of an SDK's calls, the tenants mixed 200 ways. Ids and correlation ids sort by time, as the
 * gateway's do; but for those the same seed gives the same traces. Not thread-safe.
 */
final class MixedCalls {

    /** As many as the writer takes at once. */
    static final int BATCH = 512;

    private static final int TENANTS = 200;
    private static final int BODY = 1_500;
    private static final long MICROS_APART = 1_000;

    private final TraceAssembler assembler = new TraceAssembler(PriceBook.load(null), CaptureTerms.DEFAULT);
    private final SplittableRandom random = new SplittableRandom(6);
    private final Instant begin = Instant.parse("2026-11-20T00:00:00Z");
    private final boolean bodies;
    private long made;

    /** @param bodies with 3 KB of them, or lean */
    MixedCalls(boolean bodies) {
        this.bodies = bodies;
    }

    /** The next ones, in batches as the writer takes them. */
    List<List<Trace>> batches(int count) {
        List<List<Trace>> batches = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            List<Trace> batch = new ArrayList<>(BATCH);
            for (int j = 0; j < BATCH; j++) {
                batch.add(next());
            }
            batches.add(batch);
        }
        return batches;
    }

    Trace next() {
        Instant finished = begin.plusNanos(made++ * MICROS_APART * 1_000 + random.nextInt(900) * 1_000L);
        String id = HexFormat.of().toHexDigits((finished.toEpochMilli() << 16) | 0x7000 | (made & 0xFFF))
                + HexFormat.of().toHexDigits(random.nextLong());
        Calls call = Calls.fromAnSdk().id(id);
        Trace like = assembler.assemble(
                bodies
                        ? new FinishedCall(call.completionBeforeBody(), body(call))
                        : new FinishedCall(call.completion(), null));
        Caller caller =
                new Caller(like.caller().apiKeyHash(), like.caller().gatewayKeyId(), CorrelationId.accept(_ -> null));
        return new Trace(
                id,
                Tenant.of("org-" + random.nextInt(TENANTS), "main"),
                finished,
                finished,
                like.request(),
                like.response(),
                like.timing(),
                like.usage(),
                like.cost(),
                like.lineage(),
                caller,
                like.metadataJson());
    }

    private BodyRecord body(Calls call) {
        byte[] letters = new byte[BODY];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = (byte) ('a' + random.nextInt(26));
        }
        String text = new String(letters, java.nio.charset.StandardCharsets.US_ASCII);
        return call.body(text, text);
    }
}
