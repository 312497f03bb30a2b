package ai.ongoing.gateway.capture;

import ai.ongoing.gateway.journal.BodyRecord;
import ai.ongoing.gateway.journal.CompletionRecord;
import ai.ongoing.gateway.journal.Journal;
import ai.ongoing.gateway.proxy.ExchangeFactory;
import ai.ongoing.gateway.proxy.ExchangeObserver;
import java.time.Clock;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Opens an {@link Exchange} for every call and hands what it became to the journal. A record that the journal does not
 * take is lost and counted here, the journal tells the log; the call itself goes on. Thread-safe.
 */
public final class Capture implements ExchangeFactory {

    private final CaptureSettings settings;
    private final Journal journal;
    private final Clock clock;
    private final HeaderMask mask;
    private final TraceIds ids;
    private final LongAdder dropped = new LongAdder();

    public Capture(CaptureSettings settings, Journal journal, Clock clock) {
        this.settings = settings;
        this.journal = journal;
        this.clock = clock;
        this.mask = new HeaderMask(settings.gatewayKeyHeader());
        this.ids = new TraceIds(clock::millis);
    }

    @Override
    public ExchangeObserver open(IncomingCall call) {
        return new Exchange(ids.next(), call, this);
    }

    /** Finished calls the journal did not take since the start. */
    public long dropped() {
        return dropped.sum();
    }

    void hand(CompletionRecord completion, @Nullable BodyRecord body) {
        if (!journal.append(completion, body)) {
            dropped.increment();
        }
    }

    CaptureSettings settings() {
        return settings;
    }

    Clock clock() {
        return clock;
    }

    HeaderMask mask() {
        return mask;
    }
}
