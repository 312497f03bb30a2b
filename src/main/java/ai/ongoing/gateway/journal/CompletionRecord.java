package ai.ongoing.gateway.journal;

import ai.ongoing.gateway.journal.AnswerRecord.Progress;
import ai.ongoing.gateway.provider.RequestFacts;
import ai.ongoing.gateway.provider.ResponseFacts;
import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.trace.Completion;
import ai.ongoing.gateway.trace.Lineage;
import ai.ongoing.gateway.trace.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Everything about a finished call but its bodies. Made on the event loop, so it only points at what was seen: JSON and
 * prices are made from it later, on a worker.
 *
 * @param admission what was known when the call was let through
 * @param finishedAt when the exchange ended
 * @param responseHeaders name, value, name, value, ... as received, already masked
 * @param status status sent to the client; 0 when nobody knows, because the process died
 * @param streaming whether the answer was an event stream
 * @param chunks response pieces sent on, as they came from the provider
 * @param bodyFollows whether bodies were captured and come in a {@link BodyRecord} of the same trace
 */
public record CompletionRecord(
        AdmissionRecord admission,
        Instant finishedAt,
        List<String> responseHeaders,
        int status,
        Completion completion,
        boolean streaming,
        long chunks,
        Timing timing,
        RequestFacts requestFacts,
        ResponseFacts responseFacts,
        boolean bodyFollows)
        implements JournalRecord {

    /** A call of which only the admission is known; it ends, for want of a better time, when it began. */
    static CompletionRecord interrupted(AdmissionRecord admission) {
        return new CompletionRecord(
                admission,
                admission.admittedAt(),
                List.of(),
                0,
                Completion.INTERRUPTED,
                false,
                0,
                new Timing(0, 0, 0),
                RequestFacts.UNKNOWN,
                ResponseFacts.UNKNOWN,
                admission.bodiesCaptured());
    }

    /** A call whose answer had begun; it lasted at least until then, and nobody knows how much longer. */
    static CompletionRecord interrupted(AdmissionRecord admission, AnswerRecord answer) {
        Progress progress = Objects.requireNonNullElseGet(
                answer.progress(), () -> new Progress(answer.begunAt(), 0, 0, ResponseFacts.UNKNOWN));
        long known = Math.max(
                0, Duration.between(admission.admittedAt(), progress.notedAt()).toMillis());
        return new CompletionRecord(
                admission,
                progress.notedAt(),
                answer.headers(),
                answer.status(),
                Completion.INTERRUPTED,
                answer.streaming(),
                progress.chunks(),
                new Timing(known, 0, progress.timeToFirstTokenUs()),
                answer.requestFacts(),
                progress.facts(),
                admission.bodiesCaptured());
    }

    @Override
    public String traceId() {
        return admission.traceId();
    }

    public Tenant tenant() {
        return admission.tenant();
    }

    public String provider() {
        return admission.provider();
    }

    public String method() {
        return admission.method();
    }

    public String path() {
        return admission.path();
    }

    public List<String> requestHeaders() {
        return admission.requestHeaders();
    }

    public Lineage lineage() {
        return admission.lineage();
    }

    public Credential credential() {
        return admission.credential();
    }

    public String gatewayKeyId() {
        return admission.gatewayKeyId();
    }

    public String correlationId() {
        return admission.correlationId();
    }

    /** Upper estimate of what this record holds in memory, in bytes. */
    public long weight() {
        return 512 + admission.weight() + headerWeight(responseHeaders);
    }

    static long headerWeight(List<String> namesAndValues) {
        long weight = 0;
        for (String text : namesAndValues) {
            weight += 48 + text.length();
        }
        return weight;
    }
}
