package ai.ongoing.gateway.api;

import ai.ongoing.gateway.api.trace.CursorText;
import ai.ongoing.gateway.api.trace.Parameters;
import ai.ongoing.gateway.api.trace.TraceJson;
import ai.ongoing.gateway.api.trace.TraceQuery;
import ai.ongoing.gateway.pipeline.PipelineSnapshot;
import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.trace.TracePage;
import ai.ongoing.gateway.trace.TraceReader;
import ai.ongoing.gateway.trace.TraceStoreException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Recorded calls: the list and the whole trace. Blocks on the store. */
public final class TraceController {

    private static final Logger LOG = LoggerFactory.getLogger(TraceController.class);

    private final Supplier<TraceReader> reader;
    private final Supplier<PipelineSnapshot> pipeline;

    /**
     * Both are asked for each request.
     *
     * @param reader the store's reader; the store opens after the server
     * @param pipeline what is on its way to the store, and so not on any page yet
     */
    public TraceController(Supplier<TraceReader> reader, Supplier<PipelineSnapshot> pipeline) {
        this.reader = reader;
        this.pipeline = pipeline;
    }

    Answer list(Parameters parameters) {
        TraceQuery query;
        try {
            query = TraceQuery.of(parameters);
        } catch (Parameters.Refused refused) {
            return Answer.error(400, String.valueOf(refused.getMessage()));
        }
        return answered("failed to query traces", () -> {
            TracePage page = reader.get().list(TenantScope.operator(), query.filter(), query.after(), query.limit());
            return Answer.ok(body -> {
                body.array("items", page.items(), TraceJson::summary);
                body.textIfAny("next_cursor", page.next() == null ? null : CursorText.of(page.next()));
                pipeline.get().lagSeconds().ifPresent(lag -> body.number("lag_seconds", lag));
            });
        });
    }

    Answer detail(String id) {
        return answered(
                "failed to read trace",
                () -> reader.get()
                        .find(TenantScope.operator(), id)
                        .map(trace -> Answer.ok(body -> TraceJson.detail(body, trace)))
                        .orElseGet(() -> Answer.error(404, "trace not found")));
    }

    /** A store that is away asks for another try; any other failure is the contract's text. Never an empty page. */
    private static Answer answered(String failure, Supplier<Answer> answer) {
        try {
            return answer.get();
        } catch (TraceStoreException e) {
            LOG.atError()
                    .addKeyValue("error_class", e.failure().label())
                    .addKeyValue("error", e.getMessage())
                    .log(failure);
            return e.failure().transientFailure()
                    ? Answer.unavailable("trace store is unavailable")
                    : Answer.error(500, failure);
        }
    }
}
