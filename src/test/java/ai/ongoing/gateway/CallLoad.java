package ai.ongoing.gateway;

import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.RawClient;
import ai.ongoing.gateway.testkit.RawResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
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
 * Every second call is a stream. They are bare sockets: the gateway under test shares the machine with them.
 */
final class CallLoad implements AutoCloseable {

    private static final long AFTER_A_FAILURE = Duration.ofMillis(20).toNanos();

    /** Clients that keep up an even rate: enough for one that waits a while for each answer. */
    private static final int AT_ONCE = 64;

    private static final String USAGE = "{\"prompt_tokens\":3,\"completion_tokens\":5,\"total_tokens\":8}";
    private static final String DOCUMENT = "{\"model\":\"gpt-4o-2024-08-06\",\"usage\":" + USAGE + "}";
    private static final List<String> EVENTS = List.of(
            "data: {\"model\":\"gpt-4o-2024-08-06\",\"choices\":[]}\n\n",
            "data: {\"choices\":[],\"usage\":" + USAGE + "}\n\n",
            "data: [DONE]\n\n");

    private final URI target;
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
                wire.head("200 OK", "Content-Type: application/json", "Content-Length: " + DOCUMENT.length());
                wire.text(DOCUMENT);
            } else {
                wire.head("200 OK", "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
                for (String event : EVENTS) {
                    wire.chunk(event);
                }
                wire.lastChunk();
            }
        });
    }

    /** @param nextDue when the next call is due, by the outcome of the last: its status, or -1 */
    private void call(LongUnaryOperator nextDue) {
        boolean stream = false;
        RawClient connection = null;
        while (!stopped) {
            String id = UUID.randomUUID().toString();
            made.increment();
            int status = -1;
            try {
                connection = connection == null ? RawClient.connect(target.getPort()) : connection;
                RawResponse answer = ask(connection, id, stream);
                status = answer.status();
                answered.put(id, status);
                if ("close".equalsIgnoreCase(answer.header("Connection"))) {
                    connection = closed(connection);
                }
            } catch (IOException killed) {
                connection = closed(connection);
            }
            stream = !stream;
            long left = nextDue.applyAsLong(status) - System.nanoTime();
            if (left > 0) {
                LockSupport.parkNanos(left);
            }
        }
        closed(connection);
    }

    private static String asked(String id, boolean stream) {
        return "{\"model\":\"gpt-4o\",\"stream\":" + stream + ",\"user\":\"" + id + "\"}";
    }

    /** Whether these are the bodies of a call that was answered whole. */
    static boolean bodiesOf(String id, String request, String response) {
        String answer = request.equals(asked(id, true)) ? String.join("", EVENTS) : DOCUMENT;
        return response.equals(answer) && (request.equals(asked(id, true)) || request.equals(asked(id, false)));
    }

    /** One whole answer. */
    private static RawResponse ask(RawClient connection, String id, boolean stream) throws IOException {
        String body = asked(id, stream);
        String head = "POST /openai/v1/chat/completions HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer sk-proj-0123456789abcdefghij\r\nX-Request-ID: " + id + "\r\n"
                + (stream ? "X-Stream: yes\r\n" : "")
                + "Content-Length: " + body.length() + "\r\n\r\n";
        return connection.send(head + body).readResponse();
    }

    private static @Nullable RawClient closed(@Nullable RawClient connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return null;
    }

    /** Calls that were begun so far, answered or not. */
    long made() {
        return made.sum();
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
    }
}
