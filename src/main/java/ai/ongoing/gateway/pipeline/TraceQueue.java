package ai.ongoing.gateway.pipeline;

import ai.ongoing.gateway.journal.AdmissionRecord;
import ai.ongoing.gateway.journal.AdmittedCall;
import ai.ongoing.gateway.journal.BodyRecord;
import ai.ongoing.gateway.journal.CompletionRecord;
import ai.ongoing.gateway.journal.Journal;
import ai.ongoing.gateway.journal.MemoryJournal;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way into the pipeline: the journal together with its books, its listener and the log line of a refusal. Appending
 * never blocks; refusals are logged at most once a second, with the number that was left unsaid. Thread-safe.
 */
public final class TraceQueue implements Journal {

    private static final Logger LOG = LoggerFactory.getLogger(TraceQueue.class);

    private final MemoryJournal journal;
    private final PipelineListener listener;
    private final Ledger ledger;
    private final StoreOutage outage;
    private final Clock clock = Clock.systemUTC();
    private final SpacedLog refusals = SpacedLog.everySeconds(1);

    public TraceQueue(MemoryJournal journal, PipelineListener listener) {
        this(journal, listener, new StoreOutage());
    }

    /** @param outage is told what the writer sees of the store */
    public TraceQueue(MemoryJournal journal, PipelineListener listener, StoreOutage outage) {
        this.journal = journal;
        this.listener = listener;
        this.outage = outage;
        this.ledger = new Ledger(journal, clock);
    }

    @Override
    public AdmittedCall admit(AdmissionRecord admission) {
        AdmittedCall call = journal.admit(admission);
        return (completion, body) -> finish(call, completion, body);
    }

    /** Takes a finished call that was not admitted before. */
    boolean append(CompletionRecord completion, @Nullable BodyRecord body) {
        return finish(journal::append, completion, body);
    }

    private boolean finish(AdmittedCall call, CompletionRecord completion, @Nullable BodyRecord body) {
        CallLabels labels = CallLabels.of(completion);
        listener.finished(labels, completion.timing().latencyMs());
        if (call.complete(completion, body)) {
            return true;
        }
        ledger.refused(clock.instant());
        listener.refused(labels);
        logRefusal(completion);
        return false;
    }

    private void logRefusal(CompletionRecord completion) {
        long unsaid = refusals.admit();
        if (unsaid >= 0) {
            LOG.atWarn()
                    .addKeyValue("correlation_id", completion.correlationId())
                    .addKeyValue("path", completion.path())
                    .addKeyValue("status", completion.status())
                    .addKeyValue("dropped_since_last_line", unsaid + 1)
                    .log("trace queue is full; dropping trace");
        }
    }

    /** The pipeline's state now; a few counters are read. */
    public PipelineSnapshot snapshot() {
        return ledger.snapshot();
    }

    StoreOutage outage() {
        return outage;
    }

    MemoryJournal journal() {
        return journal;
    }

    Ledger ledger() {
        return ledger;
    }

    PipelineListener listener() {
        return listener;
    }
}
