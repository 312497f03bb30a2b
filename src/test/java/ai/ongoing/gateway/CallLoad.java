package ai.ongoing.gateway;

import ai.ongoing.gateway.testkit.FakeUpstream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Clients that call until they are told to stop, each call under an id of its own, and go on when the gateway is killed
 * under them: each as soon as its last call has ended, or all together at an even rate, whatever becomes of the calls.
 * Every second call is a stream.
 */
final class CallLoad implements AutoCloseable {

    private static final long AFTER_A_FAILURE = Duration.ofMillis(20).toNanos();

    /** Clients that keep up an even rate: enough for one that waits a while for each answer. */
    private static final int AT_ONCE = 64;

    private static final String USAGE = "{\"prompt_tokens\":3,\"completion_tokens\":5,\"total_tokens\":8}";

    private final URI target;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Integer> answered = new ConcurrentHashMap<>();
    private final List<Thread> clients = new ArrayList<>();
    private final LongAdder made = new LongAdder();
    private volatile boolean stopped;

    private CallLoad(URI target) {
        this.target = target;
    }

    private CallLoad start(int count, Supplier<LongUnaryOperator> pace) {
        for (int i = 0; i < count; i++) {
            LongUnaryOperator next = pace.get();
            clients.add(Thread.ofPlatform().name("load-" + i).start(() -> call(next)));
        }
        return this;
    }

    /** @param pause between two calls of one client */
    static CallLoad on(URI gateway, int clients, Duration pause) {
        LongUnaryOperator afterEach = last -> System.nanoTime() + (last < 0 ? AFTER_A_FAILURE : pause.toNanos());
        return new CallLoad(gateway).start(clients, () -> afterEach);
    }

    /**
     * Calls that are due at even distances and made when they are due: neither failures nor slow answers thin them out. A
     * client that an answer held up makes up for what it missed.
     */
    static CallLoad atRate(URI gateway, int perSecond) {
        long gap = AT_ONCE * Duration.ofSeconds(1).toNanos() / perSecond;
        long begin = System.nanoTime();
        AtomicInteger client = new AtomicInteger();
        return new CallLoad(gateway).start(AT_ONCE, () -> {
            AtomicLong due = new AtomicLong(begin + gap * client.getAndIncrement() / AT_ONCE);
            return _ -> due.addAndGet(gap);
        });
    }

    /** Makes the provider answer what these clients ask: a document, or a stream of three events. */
    static void answeredBy(FakeUpstream upstream) {
        upstream.answer((request, wire) -> {
            if (request.header("X-Stream") == null) {
                String body = "{\"model\":\"gpt-4o-2024-08-06\",\"usage\":" + USAGE + "}";
                wire.head("200 OK", "Content-Type: application/json", "Content-Length: " + body.length());
                wire.text(body);
            } else {
                wire.head("200 OK", "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
                wire.chunk("data: {\"model\":\"gpt-4o-2024-08-06\",\"choices\":[]}\n\n");
                wire.chunk("data: {\"choices\":[],\"usage\":" + USAGE + "}\n\n");
                wire.chunk("data: [DONE]\n\n").lastChunk();
            }
        });
    }

    /** @param nextDue when the next call is due, by the outcome of the last: its status, or -1 */
    private void call(LongUnaryOperator nextDue) {
        boolean stream = false;
        while (!stopped) {
            String id = UUID.randomUUID().toString();
            made.increment();
            Integer status = status(id, stream);
            if (status != null) {
                answered.put(id, status);
            }
            stream = !stream;
            long left = nextDue.applyAsLong(status == null ? -1 : status) - System.nanoTime();
            if (left > 0) {
                LockSupport.parkNanos(left);
            }
        }
    }

    /** Calls that were begun so far, answered or not. */
    long made() {
        return made.sum();
    }

    /** Null when no whole answer came. */
    private @Nullable Integer status(String id, boolean stream) {
        HttpRequest.Builder request = HttpRequest.newBuilder(target.resolve("/openai/v1/chat/completions"))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer sk-proj-0123456789abcdefghij")
                .header("X-Request-ID", id)
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"gpt-4o\",\"stream\":" + stream + "}"));
        if (stream) {
            request.header("X-Stream", "yes");
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException killed) {
            return null;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How often each status was answered so far. */
    Map<Integer, Integer> statuses() {
        Map<Integer, Integer> counts = new TreeMap<>();
        answered.values().forEach(status -> counts.merge(status, 1, Integer::sum));
        return counts;
    }

    /** Calls that were answered whole so far. */
    int count() {
        return answered.size();
    }

    /** Ids of the calls that a provider's answer came back to, whole. */
    Set<String> served() {
        Set<String> served = new TreeSet<>();
        answered.forEach((id, status) -> {
            if (status == 200) {
                served.add(id);
            }
        });
        return served;
    }

    /** Lets the running calls end, and makes no more. */
    void stop() {
        stopped = true;
        for (Thread thread : clients) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        stop();
        client.shutdownNow();
    }
}
