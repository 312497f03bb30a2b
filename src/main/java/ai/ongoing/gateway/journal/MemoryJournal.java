package ai.ongoing.gateway.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The journal in memory: first in first out, any number of appending threads, one draining thread. Bounded in calls and
 * in bytes; when bytes run short, bodies are given up first, and a call is refused only when there is no room for it
 * without them. Appending takes no lock: one queue node, two counters, and a wake-up only when the drainer sleeps.
 *
 * <p>What it holds dies with the process, and its totals are those of the process.
 */
public final class MemoryJournal implements Journal, JournalDrain {

    private final JournalBounds bounds;
    private final ConcurrentLinkedQueue<FinishedCall> calls = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger highWatermark = new AtomicInteger();
    private final LongAdder admitted = new LongAdder();
    private final LongAdder offered = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder bodiesDropped = new LongAdder();
    private final AtomicLong stored = new AtomicLong();
    private final AtomicLong setAside = new AtomicLong();
    private volatile List<FinishedCall> taken = List.of();
    private volatile boolean closed;
    private volatile @Nullable Thread sleeper;

    public MemoryJournal(JournalBounds bounds) {
        this.bounds = bounds;
    }

    @Override
    public AdmittedCall admit(AdmissionRecord admission) {
        admitted.increment();
        return this::append;
    }

    /** Takes a finished call, whether or not it was admitted here. */
    public boolean append(CompletionRecord completion, @Nullable BodyRecord body) {
        offered.increment();
        // Taking the place before looking at `closed` is what makes closing safe: either this append sees the journal
        // closed, or the drainer sees the place taken and waits for the call to appear.
        int place = size.incrementAndGet();
        FinishedCall call = closed || place > bounds.records() ? null : reserve(completion, body);
        if (call == null) {
            size.decrementAndGet();
            refused.increment();
            return false;
        }
        calls.offer(call);
        raiseHighWatermark(place);
        Thread waiting = sleeper;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
        return true;
    }

    private @Nullable FinishedCall reserve(CompletionRecord completion, @Nullable BodyRecord body) {
        long own = completion.weight();
        if (body != null) {
            if (take(own + body.weight(), bounds.bodyBytes())) {
                return new FinishedCall(completion, body);
            }
            bodiesDropped.increment();
        }
        return take(own, bounds.bytes()) ? new FinishedCall(completion, null) : null;
    }

    private boolean take(long weight, long limit) {
        // Compare and set, not add and take back: an addition that is about to be undone would make a small neighbour
        // fail.
        long held = bytes.get();
        while (held + weight <= limit) {
            long seen = bytes.compareAndExchange(held, held + weight);
            if (seen == held) {
                return true;
            }
            held = seen;
        }
        return false;
    }

    private void raiseHighWatermark(int place) {
        if (place > highWatermark.get()) {
            highWatermark.accumulateAndGet(place, Math::max);
        }
    }

    /**
     * Moves what is waiting to {@code into}, oldest first, without waiting.
     *
     * @param limit most calls and most bytes to move; one call is always moved when there is one
     * @return how many calls were moved
     */
    public int drain(List<? super FinishedCall> into, JournalBounds limit) {
        int moved = 0;
        long weight = 0;
        while (moved < limit.records() && weight < limit.bytes()) {
            FinishedCall call = calls.poll();
            if (call == null) {
                break;
            }
            weight += call.weight();
            moved++;
            into.add(call);
        }
        bytes.addAndGet(-weight);
        size.addAndGet(-moved);
        return moved;
    }

    @Override
    public JournalBatch take(JournalBounds limit) {
        List<FinishedCall> batch = new ArrayList<>();
        drain(batch, limit);
        taken = List.copyOf(batch);
        return new JournalBatch(batch, JournalPosition.START);
    }

    @Override
    public void release(JournalBatch batch, int asideOfThese) {
        stored.addAndGet(batch.calls().size() - asideOfThese);
        setAside.addAndGet(asideOfThese);
        taken = List.of();
    }

    /** Memory has no place where an operator would find it. */
    @Override
    public void setAside(FinishedCall call, String reason) {}

    @Override
    public Backlog backlog() {
        List<FinishedCall> inHand = taken;
        FinishedCall oldest = inHand.isEmpty() ? calls.peek() : inHand.getFirst();
        return new Backlog(
                size() + inHand.size(),
                bytes(),
                bounds.bytes(),
                oldest == null ? null : oldest.completion().finishedAt());
    }

    @Override
    public String trouble() {
        return "";
    }

    @Override
    public JournalTotals totals() {
        long storedNow = stored.get();
        long asideNow = setAside.get();
        JournalCounts counts = counts();
        long waiting = counts.offered() - counts.refused() - storedNow - asideNow;
        long inFlight = Math.max(0, counts.admitted() - counts.offered());
        return new JournalTotals(counts.offered() + inFlight, inFlight, waiting, storedNow, asideNow, counts.refused());
    }

    @Override
    public boolean await(int enough, long lingerNanos) {
        if (calls.isEmpty() && !closed) {
            sleeper = Thread.currentThread();
            try {
                while (calls.isEmpty() && !closed && !Thread.currentThread().isInterrupted()) {
                    LockSupport.park(this);
                }
            } finally {
                sleeper = null;
            }
        }
        if (lingerNanos > 0 && !closed && size.get() < enough) {
            LockSupport.parkNanos(this, lingerNanos);
        }
        return size.get() > 0;
    }

    @Override
    public boolean close() {
        boolean first = !closed;
        closed = true;
        Thread waiting = sleeper;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
        return first;
    }

    @Override
    public boolean closed() {
        return closed;
    }

    @Override
    public boolean exhausted() {
        return closed && size.get() == 0;
    }

    /** Calls waiting now. */
    public int size() {
        return Math.clamp(size.get(), 0, bounds.records());
    }

    /** Bytes waiting now, by the records' own estimate. */
    public long bytes() {
        return bytes.get();
    }

    /** Most calls that ever waited at once. */
    public int highWatermark() {
        return highWatermark.get();
    }

    public JournalBounds bounds() {
        return bounds;
    }

    /** {@code refused} is read first, so that it never exceeds {@code offered}. */
    @Override
    public JournalCounts counts() {
        long refusedNow = refused.sum();
        long dropped = bodiesDropped.sum();
        return new JournalCounts(admitted.sum(), offered.sum(), refusedNow, dropped);
    }
}
