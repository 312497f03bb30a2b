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
import ai.ongoing.gateway.provider.UsageKind;
import ai.ongoing.gateway.provider.UsageSource;
import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.trace.Completion;
import ai.ongoing.gateway.trace.Lineage;
import ai.ongoing.gateway.trace.Timing;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Frames as records; the counterpart of {@link RecordEncoding}. */
public final class RecordDecoding {

    private RecordDecoding() {}

    /** What a frame holds. */
    public sealed interface Decoded {}

    /** A call was let through. */
    public record Admitted(AdmissionRecord call) implements Decoded {}

    /** The answer of a call has begun. */
    public record Answered(AnswerRecord answer) implements Decoded {}

    /** The answer of a call goes on. */
    public record Progressed(String traceId, Progress progress) implements Decoded {}

    /** A call ended; {@code bodyLost} says that its bodies will not come. */
    public record Completed(CompletionRecord call, boolean bodyLost) implements Decoded {}

    /** Bodies of a call. */
    public record Bodies(BodyRecord body) implements Decoded {}

    /** A call that was set aside. */
    public record SetAside(FinishedCall call, String reason) implements Decoded {}

    /** Whether a frame holds a note of a call under way, which the call's end says again: nothing for who reads ends. */
    public static boolean isNote(byte type, byte version) {
        if (version != RecordEncoding.VERSION) {
            return false;
        }
        RecordType known = RecordType.ofCode(type);
        return known == RecordType.ADMISSION || known == RecordType.ANSWER || known == RecordType.PROGRESS;
    }

    /**
     * The record in a frame.
     *
     * @param payload backed by an array
     * @throws UnreadableRecordException when type, version or content are none of ours
     */
    public static Decoded decoded(byte type, byte version, ByteBuffer payload) throws UnreadableRecordException {
        RecordType known = RecordType.ofCode(type);
        if (known == null || version != RecordEncoding.VERSION) {
            throw new UnreadableRecordException("a record of type " + type + " in version " + version
                    + ", which a newer version of this program must have written");
        }
        try {
            return decoded(known, new FieldReader(payload));
        } catch (RuntimeException e) {
            throw new UnreadableRecordException("a record of type " + known + " that makes no sense: " + e, e);
        }
    }

    private static Decoded decoded(RecordType type, FieldReader from) {
        return switch (type) {
            case ADMISSION -> new Admitted(admission(from));
            case ANSWER -> new Answered(answer(from));
            case PROGRESS ->
                new Progressed(
                        from.text(), new Progress(from.time(), from.number(), from.number(), responseFacts(from)));
            case COMPLETION -> {
                boolean bodyLost = from.flag();
                yield new Completed(completion(from), bodyLost);
            }
            case BODY -> new Bodies(body(from));
            case SET_ASIDE -> {
                String reason = from.text();
                CompletionRecord completion = completion(from);
                yield new SetAside(new FinishedCall(completion, from.flag() ? body(from) : null), reason);
            }
        };
    }

    private static AdmissionRecord admission(FieldReader from) {
        return new AdmissionRecord(
                from.text(),
                Tenant.of(from.text(), from.text()),
                from.time(),
                from.text(),
                from.text(),
                from.text(),
                from.texts(),
                new Lineage(
                        from.optionalText(),
                        from.optionalText(),
                        from.optionalText(),
                        from.optionalText(),
                        from.optionalNumber()),
                new Credential(from.text(), from.optionalText()),
                from.text(),
                from.text(),
                from.flag());
    }

    private static AnswerRecord answer(FieldReader from) {
        return new AnswerRecord(
                from.text(), from.time(), from.smallNumber(), from.flag(), from.texts(), requestFacts(from), null);
    }

    private static CompletionRecord completion(FieldReader from) {
        return new CompletionRecord(
                admission(from),
                from.time(),
                from.texts(),
                from.smallNumber(),
                Completion.valueOf(from.text()),
                from.flag(),
                from.number(),
                new Timing(from.number(), from.number(), from.number()),
                requestFacts(from),
                responseFacts(from),
                from.flag());
    }

    private static RequestFacts requestFacts(FieldReader from) {
        String model = from.optionalText();
        boolean known = from.flag();
        boolean stream = from.flag();
        @Nullable Boolean said = known ? stream : null;
        return new RequestFacts(model, said);
    }

    private static ResponseFacts responseFacts(FieldReader from) {
        return new ResponseFacts(from.optionalText(), usage(from), from.optionalText(), from.optionalText());
    }

    private static TokenUsage usage(FieldReader from) {
        return new TokenUsage(
                new StatedUsage(
                        from.optionalNumber(),
                        from.optionalNumber(),
                        from.optionalNumber(),
                        from.optionalNumber(),
                        from.optionalNumber(),
                        from.optionalNumber()),
                new NormalizedUsage(from.number(), from.number(), from.number(), from.number(), from.number()),
                UsageSource.valueOf(from.text()),
                UsageKind.valueOf(from.text()));
    }

    private static BodyRecord body(FieldReader from) {
        return new BodyRecord(from.text(), from.blob(), from.flag(), from.blob(), from.flag(), from.text());
    }
}
