package ai.ongoing.gateway.api;

import ai.ongoing.gateway.http.JsonObject;
import ai.ongoing.gateway.pipeline.Books;
import ai.ongoing.gateway.pipeline.MinuteBooks;
import ai.ongoing.gateway.pipeline.PipelineSnapshot;
import ai.ongoing.gateway.trace.TraceStoreException.Failure;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where every accepted call is: the Go program's document, then the books it did not keep. Answers without a store. */
public final class DiagnosticsController {

    /** The document's version, which readers check. */
    static final String SCHEMA = "trace-pipeline-diagnostics.v1";

    private final Supplier<PipelineSnapshot> pipeline;
    private final String storeDriver;
    private final Clock clock;

    public DiagnosticsController(Supplier<PipelineSnapshot> pipeline, String storeDriver, Clock clock) {
        this.pipeline = pipeline;
        this.storeDriver = storeDriver;
        this.clock = clock;
    }

    Answer tracePipeline() {
        PipelineSnapshot now = pipeline.get();
        return Answer.ok(body -> body.text("schema_version", SCHEMA)
                .time("generated_at", clock.instant())
                .object("diagnostics", diagnostics -> {
                    queue(diagnostics, now);
                    drops(diagnostics, now);
                    diagnostics.text("store_driver", storeDriver);
                    books(diagnostics, now.books());
                    diagnostics
                            .number("bodies_dropped_total", now.sinceStart().bodiesDropped())
                            .number("journal_bytes", now.queue().bytes())
                            .number("journal_max_bytes", now.queue().maxBytes())
                            .textIfAny("journal_trouble", now.trouble())
                            .number("recovered_total", now.sinceStart().recovered())
                            .number("lag_seconds", now.lag().toSeconds())
                            .array("minutes", now.minutes(), DiagnosticsController::minute);
                }));
    }

    private static void queue(JsonObject body, PipelineSnapshot now) {
        PipelineSnapshot.Queue queue = now.queue();
        body.number("queue_capacity", queue.capacity())
                .number("queue_depth", queue.depth())
                .number("queue_depth_high_watermark", queue.mostDepth())
                .number("queue_utilization_pct", queue.utilizationPercent())
                .number("queue_high_watermark_utilization_pct", queue.mostUtilizationPercent())
                .text("queue_pressure_state", now.pressure().label())
                .text(
                        "queue_high_watermark_pressure_state",
                        now.highWatermarkPressure().label());
    }

    private static void drops(JsonObject body, PipelineSnapshot now) {
        PipelineSnapshot.SinceStart counts = now.sinceStart();
        body.number("enqueue_accepted_total", counts.taken())
                .number("enqueue_dropped_total", counts.refused())
                .number("write_dropped_total", counts.unstored())
                .number("total_dropped_total", counts.dropped());
        time(body, "last_enqueue_drop_at", now.drops().enqueueAt());
        time(body, "last_write_drop_at", now.drops().writeAt());
        body.textIfAny("last_write_drop_operation", now.drops().writeOperation());
        Map<Failure, Long> failures = now.writeFailuresByClass();
        if (!failures.isEmpty()) {
            body.object(
                    "write_failures_by_class",
                    classes -> failures.forEach((failure, count) -> classes.number(failure.label(), count)));
        }
    }

    private static void time(JsonObject body, String name, @Nullable Instant at) {
        if (at != null) {
            body.time(name, at);
        }
    }

    private static void books(JsonObject body, Books books) {
        body.object(
                "books",
                sums -> sums.number("accepted", books.accepted())
                        .number("in_flight", books.inFlight())
                        .number("waiting", books.waiting())
                        .number("stored", books.stored())
                        .number("set_aside", books.setAside())
                        .number("declared_lost", books.declaredLost()));
    }

    private static void minute(JsonObject body, MinuteBooks minute) {
        body.time("begin", minute.begin())
                .number("accepted", minute.accepted())
                .number("stored", minute.stored())
                .number("set_aside", minute.setAside())
                .number("declared_lost", minute.declaredLost())
                .number("open", minute.open())
                .flag("balanced", minute.balanced());
    }
}
