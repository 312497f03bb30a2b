package ai.ongoing.gateway.journal.file;

import ai.ongoing.gateway.journal.BodyRecord;
import ai.ongoing.gateway.journal.books.Starved;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bodies on their way into the journal: copying a megabyte is nothing for an event loop, so a thread of its own appends
 * them. Bounded in bytes and in number; what finds no room is given up, and its call says so. Thread-safe.
 */
final class BodyQueue {

    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
    private static final int MOST_BODIES = 1024;
    private static final long MIB = 1024L * 1024;

    private final long mostBytes = Math.clamp(Runtime.getRuntime().maxMemory() / 16, 4 * MIB, 64 * MIB);
    private final LinkedBlockingQueue<BodyRecord> bodies = new LinkedBlockingQueue<>();
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytes = new AtomicLong();
    private final Consumer<BodyRecord> append;
    private @Nullable Thread thread;

    /** @param append puts a body into the journal; must throw nothing but an {@link OutOfMemoryError} */
    BodyQueue(Consumer<BodyRecord> append) {
        this.append = append;
    }

    void start() {
        thread = Thread.ofPlatform().name("journal-bodies").daemon().start(this::run);
    }

    private void run() {
        try {
            while (true) {
                BodyRecord body = bodies.take();
                try {
                    append.accept(body);
                } catch (OutOfMemoryError e) {
                    // Whoever waits for bodies waits for this thread.
                    Starved.tell(LOG, "bodies on their way into the journal were given up", e);
                } finally {
                    cancel(body);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes the body's place in the queue, before its call is noted: from now on a reader waits for it. */
    boolean reserve(BodyRecord body) {
        if (underWay.size() >= MOST_BODIES || !underWay.add(body.traceId())) {
            return false;
        }
        if (bytes.addAndGet(body.weight()) > mostBytes) {
            cancel(body);
            return false;
        }
        return true;
    }

    void hand(BodyRecord reserved) {
        bodies.add(reserved);
    }

    void cancel(BodyRecord reserved) {
        bytes.addAndGet(-reserved.weight());
        underWay.remove(reserved.traceId());
    }

    /** Whether bodies of this call are still on their way. */
    boolean expects(String traceId) {
        return underWay.contains(traceId);
    }

    boolean idle() {
        return underWay.isEmpty();
    }

    /** Most bytes that a reader may meet between a call and its bodies. */
    long mostBytes() {
        return mostBytes;
    }

    void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
        }
    }
}
