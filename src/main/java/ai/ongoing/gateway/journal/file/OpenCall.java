package ai.ongoing.gateway.journal.file;

import ai.ongoing.gateway.journal.AdmissionRecord;
import ai.ongoing.gateway.journal.AdmittedCall;
import ai.ongoing.gateway.journal.AnswerRecord;
import ai.ongoing.gateway.journal.BodyRecord;
import ai.ongoing.gateway.journal.CompletionRecord;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A call under way. Knows the segment that holds its admission, so that the note outlives the segment. */
final class OpenCall implements AdmittedCall {

    private final FileJournal journal;
    private final AdmissionRecord admission;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** Null when the admission found no room. This, the links and the answer are guarded by the log's lock. */
    @Nullable
    Segment segment;

    @Nullable
    OpenCall previous;

    @Nullable
    OpenCall next;

    OpenCall(FileJournal journal, AdmissionRecord admission) {
        this.journal = journal;
        this.admission = admission;
    }

    /** How far the call had come; null as long as nothing was noted of it. */
    @Nullable
    AnswerRecord answer;

    AdmissionRecord admission() {
        return admission;
    }

    @Override
    public void answered(AnswerRecord begun) {
        if (!ended.get()) {
            journal.answered(this, begun);
        }
    }

    @Override
    public boolean complete(CompletionRecord completion, @Nullable BodyRecord body) {
        return !ended.compareAndSet(false, true) || journal.complete(this, completion, body);
    }
}
