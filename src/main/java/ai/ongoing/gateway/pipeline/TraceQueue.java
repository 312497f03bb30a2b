package ai.ongoing.gateway.pipeline;

import ai.ongoing.gateway.journal.AdmissionRecord;
import ai.ongoing.gateway.journal.AdmittedCall;
import ai.ongoing.gateway.journal.AnswerRecord;
import ai.ongoing.gateway.journal.BodyRecord;
import ai.ongoing.gateway.journal.CompletionRecord;
import ai.ongoing.gateway.journal.Journal;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way into the pipeline: the journal together with its listener and the log line of a refusal. Admitting and
 * completing never block; refusals are logged at most once a second, with the number that was left unsaid. Thread-safe.
 */
public final class TraceQueue implements Journal {

    private static final Logger LOG = LoggerFactory.getLogger(TraceQueue.class);

    private final Journal journal;
    private final PipelineListener listener;
    private final Ledger ledger;
    private final SpacedLog refusals = SpacedLog.everySeconds(1);
    private final Clock clock = Clock.systemUTC();

    public TraceQueue(Journal journal, Ledger ledger, PipelineListener listener) {
        this.journal = journal;
        this.ledger = ledger;
        this.listener = listener;
    }

    @Override
    public AdmittedCall admit(AdmissionRecord admission) {
        return new Queued(journal.admit(admission));
    }

    /** A call as the journal knows it, whose end is told to the listener as well. */
    private final class Queued implements AdmittedCall {

        private final AdmittedCall call;

        private Queued(AdmittedCall call) {
            this.call = call;
        }

        @Override
        public void answered(AnswerRecord answer) {
            call.answered(answer);
        }

        @Override
        public boolean complete(CompletionRecord completion, @Nullable BodyRecord body) {
            return finish(call, completion, body);
        }
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
}
