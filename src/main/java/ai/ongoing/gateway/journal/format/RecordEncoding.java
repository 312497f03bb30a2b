package ai.ongoing.gateway.journal.format;

import ai.ongoing.gateway.journal.AdmissionRecord;
import ai.ongoing.gateway.journal.AnswerRecord;
import ai.ongoing.gateway.journal.AnswerRecord.Progress;
import ai.ongoing.gateway.journal.BodyRecord;
import ai.ongoing.gateway.journal.CompletionRecord;
import ai.ongoing.gateway.journal.Credential;
import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.provider.NormalizedUsage;
import ai.ongoing.gateway.provider.RequestFacts;
import ai.ongoing.gateway.provider.ResponseFacts;
import ai.ongoing.gateway.provider.StatedUsage;
import ai.ongoing.gateway.provider.TokenUsage;
import ai.ongoing.gateway.trace.Lineage;
import ai.ongoing.gateway.trace.Timing;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * Records as frames. {@link RecordDecoding} reads the same fields in the same order; a change of either is a new
 * {@link #VERSION}, and every older one stays readable.
 */
public final class RecordEncoding {

    static final byte VERSION = 1;

    private RecordEncoding() {}

    public static ByteBuffer admission(RecordBuffer to, AdmissionRecord call) {
        to.begin(RecordType.ADMISSION, VERSION);
        put(to, call);
        return to.finished();
    }

    /** The beginning of an answer, or, where it tells of progress, that alone. */
    public static ByteBuffer answer(RecordBuffer to, AnswerRecord answer) {
        Progress progress = answer.progress();
        if (progress != null) {
            return progress(to, answer.traceId(), progress);
        }
        to.begin(RecordType.ANSWER, VERSION);
        to.text(answer.traceId());
        put(to, answer.begunAt());
        to.number(answer.status());
        to.flag(answer.streaming());
        to.texts(answer.headers());
        put(to, answer.requestFacts());
        return to.finished();
    }

    private static ByteBuffer progress(RecordBuffer to, String traceId, Progress progress) {
        to.begin(RecordType.PROGRESS, VERSION);
        to.text(traceId);
        put(to, progress.notedAt());
        to.number(progress.chunks());
        to.number(progress.timeToFirstTokenUs());
        put(to, progress.facts());
        return to.finished();
    }

    /**
     * The end of a call.
     *
     * @param bodyLost whether bodies were captured and had no room: nobody then waits for them
     */
    public static ByteBuffer completion(RecordBuffer to, CompletionRecord call, boolean bodyLost) {
        to.begin(RecordType.COMPLETION, VERSION);
        to.flag(bodyLost);
        put(to, call);
        return to.finished();
    }

    public static ByteBuffer body(RecordBuffer to, BodyRecord body) {
        to.begin(RecordType.BODY, VERSION);
        put(to, body);
        return to.finished();
    }

    public static ByteBuffer setAside(RecordBuffer to, FinishedCall call, String reason) {
        to.begin(RecordType.SET_ASIDE, VERSION);
        to.text(reason);
        put(to, call.completion());
        BodyRecord body = call.body();
        to.flag(body != null);
        if (body != null) {
            put(to, body);
        }
        return to.finished();
    }

    private static void put(RecordBuffer to, AdmissionRecord call) {
        to.text(call.traceId());
        to.text(call.tenant().org().value());
        to.text(call.tenant().workspace().value());
        put(to, call.admittedAt());
        to.text(call.provider());
        to.text(call.method());
        to.text(call.path());
        to.texts(call.requestHeaders());
        put(to, call.lineage());
        put(to, call.credential());
        to.text(call.gatewayKeyId());
        to.text(call.correlationId());
        to.flag(call.bodiesCaptured());
    }

    private static void put(RecordBuffer to, CompletionRecord call) {
        put(to, call.admission());
        put(to, call.finishedAt());
        to.texts(call.responseHeaders());
        to.number(call.status());
        to.text(call.completion().name());
        to.flag(call.streaming());
        to.number(call.chunks());
        put(to, call.timing());
        put(to, call.requestFacts());
        put(to, call.responseFacts());
        to.flag(call.bodyFollows());
    }

    private static void put(RecordBuffer to, BodyRecord body) {
        to.text(body.traceId());
        to.blob(body.request());
        to.flag(body.requestTruncated());
        to.blob(body.response());
        to.flag(body.responseTruncated());
        to.text(body.responseEncoding());
    }

    private static void put(RecordBuffer to, Instant time) {
        to.number(time.getEpochSecond());
        to.number(time.getNano());
    }

    private static void put(RecordBuffer to, Lineage lineage) {
        to.text(lineage.groupId());
        to.text(lineage.threadId());
        to.text(lineage.runId());
        to.text(lineage.parentCheckpointId());
        to.optionalNumber(lineage.checkpointSeq());
    }

    private static void put(RecordBuffer to, Credential credential) {
        to.text(credential.hash());
        to.text(credential.last4());
    }

    private static void put(RecordBuffer to, Timing timing) {
        to.number(timing.latencyMs());
        to.number(timing.timeToFirstTokenMs());
        to.number(timing.timeToFirstTokenUs());
    }

    private static void put(RecordBuffer to, RequestFacts facts) {
        to.text(facts.model());
        Boolean stream = facts.stream();
        to.flag(stream != null);
        to.flag(Boolean.TRUE.equals(stream));
    }

    private static void put(RecordBuffer to, ResponseFacts facts) {
        to.text(facts.model());
        put(to, facts.usage());
        to.text(facts.finishReason());
        to.text(facts.errorType());
    }

    private static void put(RecordBuffer to, TokenUsage usage) {
        StatedUsage stated = usage.stated();
        to.optionalNumber(stated.input());
        to.optionalNumber(stated.output());
        to.optionalNumber(stated.total());
        to.optionalNumber(stated.cacheRead());
        to.optionalNumber(stated.cacheWrite());
        to.optionalNumber(stated.reasoning());
        NormalizedUsage normalized = usage.normalized();
        to.number(normalized.inputUncached());
        to.number(normalized.cacheRead());
        to.number(normalized.cacheWrite5m());
        to.number(normalized.cacheWrite1h());
        to.number(normalized.output());
        to.text(usage.source().name());
        to.text(usage.kind().name());
    }
}
