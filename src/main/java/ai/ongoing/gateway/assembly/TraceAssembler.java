package ai.ongoing.gateway.assembly;

import ai.ongoing.gateway.journal.BodyRecord;
import ai.ongoing.gateway.journal.CompletionRecord;
import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.pricing.Cost;
import ai.ongoing.gateway.pricing.PriceBook;
import ai.ongoing.gateway.pricing.PricedCall;
import ai.ongoing.gateway.provider.TokenUsage;
import ai.ongoing.gateway.provider.UsageKind;
import ai.ongoing.gateway.trace.Body;
import ai.ongoing.gateway.trace.Caller;
import ai.ongoing.gateway.trace.RequestPart;
import ai.ongoing.gateway.trace.ResponsePart;
import ai.ongoing.gateway.trace.Trace;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns what was seen of a call into its trace: JSON, price and decoded bodies are all made here, on the writer's
 * thread, long after the client has its answer. The price is that of the call's own time. Immutable, thread-safe.
 */
public final class TraceAssembler {

    private final PriceBook prices;
    private final CaptureTerms terms;

    public TraceAssembler(PriceBook prices, CaptureTerms terms) {
        this.prices = prices;
        this.terms = terms;
    }

    /** The trace of a call. */
    public Trace assemble(FinishedCall call) {
        CompletionRecord completion = call.completion();
        Instant finishedAt = completion.finishedAt().truncatedTo(ChronoUnit.MICROS);
        TraceMetadata metadata = new TraceMetadata(call, terms);
        StoredBody requestBody = requestBody(call);
        StoredBody responseBody = responseBody(call);
        metadata.requestBody(requestBody);
        metadata.responseBody(responseBody);
        return new Trace(
                completion.traceId(),
                completion.tenant(),
                finishedAt,
                finishedAt,
                request(completion, requestBody.body()),
                response(completion, responseBody.body()),
                completion.timing(),
                completion.responseFacts().usage(),
                cost(completion),
                completion.lineage(),
                new Caller(completion.credential().hash(), completion.gatewayKeyId(), completion.correlationId()),
                metadata.json());
    }

    private static RequestPart request(CompletionRecord completion, Body body) {
        return new RequestPart(
                completion.provider(),
                model(completion),
                completion.method(),
                completion.path(),
                HeaderJson.of(completion.requestHeaders()),
                body);
    }

    private static ResponsePart response(CompletionRecord completion, Body body) {
        return new ResponsePart(
                completion.status(),
                completion.responseFacts().model(),
                completion.responseFacts().finishReason(),
                completion.responseFacts().errorType(),
                completion.completion(),
                HeaderJson.of(completion.responseHeaders()),
                body);
    }

    private static String model(CompletionRecord completion) {
        String requested = completion.requestFacts().model();
        if (requested != null && !requested.isBlank()) {
            return requested;
        }
        return Objects.requireNonNullElse(completion.responseFacts().model(), "");
    }

    private Cost cost(CompletionRecord completion) {
        TokenUsage usage = completion.responseFacts().usage();
        if (usage.kind() != UsageKind.BILLED) {
            return Cost.unpriced();
        }
        return prices.cost(new PricedCall(
                completion.provider(),
                Objects.requireNonNullElse(completion.requestFacts().model(), ""),
                completion.responseFacts().model(),
                usage.normalized(),
                completion.finishedAt()));
    }

    private StoredBody requestBody(FinishedCall call) {
        BodyRecord body = call.body();
        if (body == null) {
            return StoredBody.none();
        }
        String coding = contentCoding(call.completion().requestHeaders());
        return StoredBody.of(body.request(), body.requestTruncated(), coding, terms.bodyLimit());
    }

    private StoredBody responseBody(FinishedCall call) {
        BodyRecord body = call.body();
        return body == null
                ? StoredBody.none()
                : StoredBody.of(body.response(), body.responseTruncated(), body.responseEncoding(), terms.bodyLimit());
    }

    private static String contentCoding(List<String> headers) {
        @Nullable String found = null;
        for (int i = 0; i + 1 < headers.size(); i += 2) {
            if ("content-encoding".equalsIgnoreCase(headers.get(i))) {
                found = headers.get(i + 1);
            }
        }
        return found == null ? "" : found;
    }
}
