package ai.ongoing.gateway.journal.file;

import ai.ongoing.gateway.journal.AdmissionRecord;
import ai.ongoing.gateway.journal.AdmittedCall;
import ai.ongoing.gateway.journal.BodyRecord;
import ai.ongoing.gateway.journal.CompletionRecord;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A call under way. Knows the segment that holds its admission, so that the note outlives the segment. */
final class OpenCall implements AdmittedCall {

    private final FileJournal journal;
    private final AdmissionRecord admission;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** Null when the admission found no room. This and the two links are guarded by the log's lock. */
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

    AdmissionRecord admission() {
        return admission;
    }

    @Override
    public boolean complete(CompletionRecord completion, @Nullable BodyRecord body) {
        return !ended.compareAndSet(false, true) || journal.complete(this, completion, body);
    }
}
