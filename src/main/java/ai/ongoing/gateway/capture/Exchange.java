package ai.ongoing.gateway.capture;

import ai.ongoing.gateway.journal.AnswerRecord;
import ai.ongoing.gateway.journal.AnswerRecord.Progress;
import ai.ongoing.gateway.journal.BodyRecord;
import ai.ongoing.gateway.journal.CompletionRecord;
import ai.ongoing.gateway.proxy.ExchangeFactory.IncomingCall;
import ai.ongoing.gateway.proxy.ExchangeObserver;
import ai.ongoing.gateway.trace.Completion;
import ai.ongoing.gateway.trace.Timing;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Watches one call and writes down what happened, once. Runs on event loops: bytes are scanned and, if bodies are kept,
 * copied, nothing else. A call costs this object, two readers, two header lists and the id's text, about 2 KiB, besides
 * the kept bodies.
 *
 * <p>Thread-safe by its monitor: the two directions may run on two event loops at once. It is held for a scan of one
 * piece and hardly ever contended.
 */
final class Exchange implements ExchangeObserver {

    /** Stands for an answer that was never begun because its client went away; nginx made the number customary. */
    private static final int CLIENT_CLOSED = 499;

    /** How much of a stream a process that dies may leave unknown, in nanoseconds. */
    private static final long NOTE_EVERY = TimeUnit.SECONDS.toNanos(2);

    private final Capture.Admitted admitted;
    private final Capture capture;
    private final long startedNanos = System.nanoTime();
    private final AtomicBoolean finished = new AtomicBoolean();
    private final BodyScan scan;
    private final @Nullable BodyTee requestTee;
    private final @Nullable BodyTee responseTee;

    private int status = CLIENT_CLOSED;
    private List<String> responseHeaders = List.of();
    private boolean streaming;
    private long chunks;
    private long firstByteNanos;
    private long notedNanos;

    Exchange(IncomingCall call, Capture.Admitted admitted, Capture capture) {
        this.admitted = admitted;
        this.capture = capture;
        this.scan = new BodyScan(call);
        CaptureSettings settings = capture.settings();
        this.requestTee = settings.bodies() ? new BodyTee(settings.bodyMaxBytes(), capture.bodies()) : null;
        this.responseTee = settings.bodies() ? new BodyTee(settings.bodyMaxBytes(), capture.bodies()) : null;
    }

    @Override
    public String traceId() {
        return admitted.record().traceId();
    }

    @Override
    public synchronized void requestBytes(ByteBuffer bytes) {
        if (finished.get()) {
            return;
        }
        if (requestTee != null) {
            requestTee.copy(bytes);
        }
        scan.request(bytes);
    }

    @Override
    public void responseHead(int answerStatus, List<String> headers) {
        if (begins(answerStatus, headers)) {
            note(answer());
        }
    }

    /** Takes the head; whether the answer is one that goes on for a while. */
    private synchronized boolean begins(int answerStatus, List<String> headers) {
        if (finished.get()) {
            return false;
        }
        status = answerStatus;
        responseHeaders = capture.mask().masked(headers);
        streaming = answerStatus == 101 || CallHeaders.isEventStream(CallHeaders.first(headers, "Content-Type"));
        scan.responseHead(answerStatus, headers);
        return streaming;
    }

    @Override
    public void responseBytes(ByteBuffer bytes) {
        if (passes(bytes)) {
            note(streaming ? progress() : answer());
        }
    }

    /** Takes a piece; whether it shows that the answer goes on, and that was not noted, or not for a while. */
    private synchronized boolean passes(ByteBuffer bytes) {
        if (finished.get()) {
            return false;
        }
        long now = System.nanoTime();
        if (firstByteNanos == 0) {
            firstByteNanos = now;
        }
        chunks++;
        if (responseTee != null) {
            responseTee.copy(bytes);
        }
        scan.response(bytes);
        return streaming ? now - notedNanos >= NOTE_EVERY : chunks == 2;
    }

    /** An answer that ends with its first piece is not worth a note: its end follows at once. */
    private synchronized AnswerRecord answer() {
        notedNanos = System.nanoTime();
        Instant now = capture.clock().instant();
        return new AnswerRecord(traceId(), now, status, streaming, responseHeaders, scan.requestFacts(), null);
    }

    private synchronized AnswerRecord progress() {
        AnswerRecord answer = answer();
        return answer.with(new Progress(answer.begunAt(), chunks, timeToFirstTokenUs(), scan.responseFacts()));
    }

    /** Outside the monitor: the journal has a lock of its own. */
    private void note(AnswerRecord answer) {
        admitted.call().answered(answer);
    }

    @Override
    public void finished(Ending ending, boolean answerWhole) {
        if (!finished.compareAndSet(false, true)) {
            return;
        }
        CompletionRecord completion;
        BodyRecord body;
        synchronized (this) {
            body = body();
            completion = completion(ending, answerWhole, body != null);
        }
        capture.hand(admitted.call(), completion, body);
    }

    private CompletionRecord completion(Ending ending, boolean answerWhole, boolean bodyFollows) {
        BodyScan.Facts facts = scan.finish(answerWhole);
        return new CompletionRecord(
                admitted.record(),
                capture.clock().instant(),
                responseHeaders,
                status,
                completionOf(ending),
                streaming,
                chunks,
                timing(),
                facts.request(),
                facts.response(),
                bodyFollows);
    }

    private Timing timing() {
        long latencyMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
        return new Timing(latencyMs, 0, timeToFirstTokenUs());
    }

    private long timeToFirstTokenUs() {
        return streaming && firstByteNanos != 0
                ? Math.max(1, TimeUnit.NANOSECONDS.toMicros(firstByteNanos - startedNanos))
                : 0;
    }

    private @Nullable BodyRecord body() {
        if (requestTee == null || responseTee == null) {
            return null;
        }
        String encoding = CallHeaders.first(responseHeaders, "Content-Encoding");
        return new BodyRecord(
                traceId(),
                requestTee.take(),
                requestTee.truncated(),
                responseTee.take(),
                responseTee.truncated(),
                encoding == null ? "" : encoding);
    }

    private static Completion completionOf(Ending ending) {
        return switch (ending) {
            case COMPLETE -> Completion.COMPLETE;
            case CLIENT_DISCONNECTED -> Completion.CLIENT_DISCONNECTED;
            case UPSTREAM_ERROR -> Completion.UPSTREAM_ERROR;
            case INTERRUPTED -> Completion.INTERRUPTED;
        };
    }
}
