package ai.ongoing.gateway.proxy;

import ai.ongoing.gateway.proxy.ExchangeFactory.IncomingCall;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An observer that keeps what it sees, up to a mebibyte each way. */
final class SeenExchange implements ExchangeObserver {

    /** How it ended. */
    record End(Ending ending, boolean answerWhole) {

        static final End LEFT = new End(Ending.CLIENT_DISCONNECTED, false);
    }

    final IncomingCall call;
    private final String traceId;
    private final ByteArrayOutputStream request = new ByteArrayOutputStream();
    private final ByteArrayOutputStream response = new ByteArrayOutputStream();
    private final CompletableFuture<End> end = new CompletableFuture<>();
    private final AtomicInteger endings = new AtomicInteger();
    private final Set<String> threads = ConcurrentHashMap.newKeySet();
    volatile int status;
    volatile List<String> responseHeaders = List.of();

    SeenExchange(IncomingCall call, String traceId) {
        this.call = call;
        this.traceId = traceId;
        threads.add(Thread.currentThread().getName());
    }

    @Override
    public String traceId() {
        return traceId;
    }

    @Override
    public void requestBytes(ByteBuffer bytes) {
        keep(request, bytes);
    }

    @Override
    public void responseHead(int answerStatus, List<String> headers) {
        threads.add(Thread.currentThread().getName());
        status = answerStatus;
        responseHeaders = headers;
    }

    @Override
    public void responseBytes(ByteBuffer bytes) {
        keep(response, bytes);
    }

    private void keep(ByteArrayOutputStream kept, ByteBuffer bytes) {
        threads.add(Thread.currentThread().getName());
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        synchronized (kept) {
            if (kept.size() < 1024 * 1024) {
                kept.writeBytes(copy);
            }
        }
    }

    @Override
    public void finished(Ending ending, boolean answerWhole) {
        endings.incrementAndGet();
        end.complete(new End(ending, answerWhole));
    }

    /** Waits for the end. */
    End end() throws Exception {
        return end.get(20, TimeUnit.SECONDS);
    }

    /** The threads on which it was opened, its request's pieces passed, its answer began and its pieces passed. */
    Set<String> threads() {
        return Set.copyOf(threads);
    }

    boolean ended() {
        return end.isDone();
    }

    int endings() {
        return endings.get();
    }

    String requestText() {
        synchronized (request) {
            return request.toString(StandardCharsets.UTF_8);
        }
    }

    String responseText() {
        synchronized (response) {
            return response.toString(StandardCharsets.UTF_8);
        }
    }
}
