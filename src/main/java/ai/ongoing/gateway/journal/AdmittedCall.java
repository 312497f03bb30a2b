package ai.ongoing.gateway.journal;

import org.jspecify.annotations.Nullable;

/** A call under way, as its journal knows it. Thread-safe; what it is told after its end is ignored. */
public interface AdmittedCall {

    /** Notes how far the call's answer has come; a journal without room goes without the note. */
    void answered(AnswerRecord answer);

    /**
     * Notes how the call ended, before the last byte of its answer goes to the client. When this returns true, the call
     * survives the death of the process.
     *
     * @param body the captured bodies, present exactly when the completion says that they follow; they are noted a
     *     little later, on another thread
     * @return false when there was no room: the call is lost, and counted as such by the journal
     */
    boolean complete(CompletionRecord completion, @Nullable BodyRecord body);
}
