package ai.ongoing.gateway.api;

import ai.ongoing.gateway.http.Gate;
import ai.ongoing.gateway.http.JsonObject;
import ai.ongoing.gateway.pipeline.PipelineSnapshot;
import ai.ongoing.gateway.storage.StorageStatus;
import ai.ongoing.gateway.storage.StorageStatus.TraceCount;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** What an operator sees first. Costs the same however many traces are stored, and answers also without a store. */
public final class HealthController {

    private final GatewayFacts facts;
    private final Gate gate;
    private final Store store;
    private final Clock clock;
    private final Instant startedAt;

    public HealthController(GatewayFacts facts, Gate gate, Store store, Clock clock) {
        this.facts = facts;
        this.gate = gate;
        this.store = store;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /**
     * The store's side of health; asked only while calls are accepted, as before that there is no store to ask.
     *
     * @param pipeline what is on its way to the store
     * @param rowSecurity what the database itself does to keep tenants apart, in one word
     */
    public record Store(
            Supplier<StorageStatus> status, Supplier<String> rowSecurity, Supplier<PipelineSnapshot> pipeline) {}

    /** {@code GET /}: that this is a gateway, and which. */
    Answer root() {
        return Answer.ok(body -> body.text("name", "ongoingai gateway")
                .text("status", gate.state().label())
                .text("version", facts.version()));
    }

    /** {@code GET /api/health}: 503 until calls are accepted, and again once they no longer are. */
    Answer health() {
        Gate.State state = gate.state();
        boolean open = state == Gate.State.SERVING || state == Gate.State.DEGRADED;
        Answer answer = Answer.json(open ? 200 : 503, body -> {
            body.text("status", state.label())
                    .textIfAny("reason", state == Gate.State.DEGRADED ? gate.trouble() : "")
                    .text("version", facts.version())
                    .number(
                            "uptime_sec",
                            Duration.between(startedAt, clock.instant()).toSeconds())
                    .text("storage_driver", facts.storageDriver());
            if (open) {
                stored(body, store.status().get());
                store.pipeline().get().lagSeconds().ifPresent(lag -> body.number("lag_seconds", lag));
                body.text("rls", store.rowSecurity().get());
            } else {
                Gate.Progress progress = gate.progress();
                body.time("since", gate.since())
                        .textIfAny("waiting_for", progress.waitingFor())
                        .textIfAny("file", progress.file());
            }
        });
        return open ? answer : answer.with("Retry-After", Answer.RETRY_AFTER_SECONDS);
    }

    private static void stored(JsonObject body, StorageStatus status) {
        TraceCount count = status.traceCount();
        body.number("trace_count", count.value()).flag("trace_count_exact", count.exact());
        status.sizeBytes().ifPresent(size -> body.number("db_size_bytes", size));
    }
}
