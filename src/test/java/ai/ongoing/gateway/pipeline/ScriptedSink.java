package ai.ongoing.gateway.pipeline;

import ai.ongoing.gateway.trace.Trace;
import ai.ongoing.gateway.trace.TraceSink;
import ai.ongoing.gateway.trace.TraceStoreException;
import ai.ongoing.gateway.trace.TraceStoreException.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store that can be away, slow or choosy, and remembers what it took and in which batches. */
final class ScriptedSink implements TraceSink {

    final List<String> stored = new CopyOnWriteArrayList<>();
    final List<Integer> batches = new CopyOnWriteArrayList<>();
    final AtomicInteger tries = new AtomicInteger();
    private volatile @Nullable Failure away;
    private volatile Set<String> poison = Set.of();
    private volatile Failure poisoned = Failure.CONSTRAINT;
    private volatile @Nullable CountDownLatch held;
    private final Map<Integer, Runnable> deeds = new ConcurrentHashMap<>();
    private volatile boolean bug;
    private volatile int memory = Integer.MAX_VALUE;
    private final Queue<Error> errors = new ConcurrentLinkedQueue<>();

    void goAway(Failure failure) {
        away = failure;
    }

    void comeBack() {
        away = null;
    }

    /** Refuses every batch that holds one of these traces. */
    void refuse(Failure failure, Set<String> ids) {
        poisoned = failure;
        poison = ids;
    }

    /** Keeps every write waiting until {@link #release}, deaf to interrupts like a database that does not answer. */
    void hold() {
        held = new CountDownLatch(1);
    }

    void release() {
        CountDownLatch latch = held;
        if (latch != null) {
            latch.countDown();
        }
    }

    /** Does something right before try number {@code count + 1}. */
    void afterTries(int count, Runnable deed) {
        deeds.put(count + 1, deed);
    }

    /** Throws what no store should, from now on. */
    void throwBug() {
        bug = true;
    }

    /** Throws this from the next tries. */
    void fail(int times, Error error) {
        errors.addAll(Collections.nCopies(times, error));
    }

    /** Has memory for this many traces at once. */
    void hasMemoryFor(int traces) {
        memory = traces;
    }

    @Override
    public void save(List<Trace> traces) {
        deeds.getOrDefault(tries.incrementAndGet(), () -> {}).run();
        if (bug) {
            throw new IllegalStateException("bug");
        }
        Error error = errors.poll();
        if (error != null) {
            throw error;
        }
        if (traces.size() > memory) {
            throw new OutOfMemoryError("scripted");
        }
        CountDownLatch latch = held;
        while (latch != null && latch.getCount() > 0) {
            Thread.onSpinWait();
        }
        Failure failure = away;
        if (failure != null) {
            throw new TraceStoreException(failure, "the store is away", new IllegalStateException("away"));
        }
        List<String> ids = new ArrayList<>(traces.stream().map(Trace::id).toList());
        if (ids.stream().anyMatch(poison::contains)) {
            throw new TraceStoreException(poisoned, "the store refuses a row", new IllegalStateException("row"));
        }
        stored.addAll(ids);
        batches.add(ids.size());
    }
}
