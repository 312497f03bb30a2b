package ai.ongoing.gateway.capture;

import ai.ongoing.gateway.http.MemoryBudget;
import ai.ongoing.gateway.http.TimeOrderedIds;
import ai.ongoing.gateway.journal.AdmissionRecord;
import ai.ongoing.gateway.journal.AdmittedCall;
import ai.ongoing.gateway.journal.BodyRecord;
import ai.ongoing.gateway.journal.CompletionRecord;
import ai.ongoing.gateway.journal.Journal;
import ai.ongoing.gateway.proxy.ExchangeFactory;
import ai.ongoing.gateway.proxy.ExchangeObserver;
import ai.ongoing.gateway.tenant.Tenant;
import java.time.Clock;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Admits every call to the journal and opens an {@link Exchange} for it, which tells the journal how it ended. An ending
 * that the journal does not take is lost and counted here, the journal tells the log; the call itself goes on.
 * Thread-safe.
 */
public final class Capture implements ExchangeFactory {

    /** For the bodies of all calls under way: with as many streams as there may be connections, the rest is just enough for them. */
    private static final int PART_OF_HEAP = 6;

    private final CaptureSettings settings;
    private final Journal journal;
    private final Clock clock;
    private final HeaderMask mask;
    private final TimeOrderedIds ids;
    private final MemoryBudget bodies;
    private final LongAdder dropped = new LongAdder();

    public Capture(CaptureSettings settings, Journal journal, Clock clock) {
        this(settings, journal, clock, new MemoryBudget(Runtime.getRuntime().maxMemory() / PART_OF_HEAP));
    }

    Capture(CaptureSettings settings, Journal journal, Clock clock, MemoryBudget bodies) {
        this.settings = settings;
        this.journal = journal;
        this.clock = clock;
        this.mask = new HeaderMask(settings.gatewayKeyHeader());
        this.ids = new TimeOrderedIds(clock::millis);
        this.bodies = bodies;
    }

    @Override
    public ExchangeObserver open(IncomingCall call) {
        AdmissionRecord admission = admission(call);
        return new Exchange(call, new Admitted(admission, journal.admit(admission)), this);
    }

    private AdmissionRecord admission(IncomingCall call) {
        return new AdmissionRecord(
                ids.next(),
                Tenant.DEFAULT,
                clock.instant(),
                call.provider(),
                call.method(),
                call.fullPath(),
                mask.masked(call.headers()),
                CallHeaders.lineage(call.headers()),
                CallHeaders.credential(call.headers()),
                "",
                call.correlationId(),
                settings.bodies());
    }

    /** A call in the journal's books: what was noted of it, and where its end goes. */
    record Admitted(AdmissionRecord record, AdmittedCall call) {}

    /** Finished calls the journal did not take since the start. */
    public long dropped() {
        return dropped.sum();
    }

    void hand(AdmittedCall call, CompletionRecord completion, @Nullable BodyRecord body) {
        if (!call.complete(completion, body)) {
            dropped.increment();
        }
    }

    CaptureSettings settings() {
        return settings;
    }

    Clock clock() {
        return clock;
    }

    MemoryBudget bodies() {
        return bodies;
    }

    HeaderMask mask() {
        return mask;
    }
}
