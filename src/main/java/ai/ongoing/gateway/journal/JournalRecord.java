package ai.ongoing.gateway.journal;

/** What the proxy path hands on about a call. */
public sealed interface JournalRecord permits AdmissionRecord, AnswerRecord, CompletionRecord, BodyRecord {

    /** The trace this belongs to. */
    String traceId();
}
