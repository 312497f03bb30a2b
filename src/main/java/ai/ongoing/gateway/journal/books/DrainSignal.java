package ai.ongoing.gateway.journal.books;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Counts calls that wait to be taken, and wakes the drain when it sleeps. Any thread arrives, one waits. */
public final class DrainSignal {

    private final AtomicLong arrived = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private volatile boolean closed;
    private volatile @Nullable Thread sleeper;

    public void arrived(long calls) {
        arrived.addAndGet(calls);
        wake();
    }

    public void taken(long calls) {
        taken.addAndGet(calls);
    }

    /** Calls nobody has taken; a call may be taken a moment before it is counted here. */
    public long waiting() {
        return Math.max(0, arrived.get() - taken.get());
    }

    public boolean await(int enough, long lingerNanos) {
        if (waiting() == 0 && !closed) {
            sleeper = Thread.currentThread();
            try {
                while (waiting() == 0 && !closed && !Thread.currentThread().isInterrupted()) {
                    LockSupport.park(this);
                }
            } finally {
                sleeper = null;
            }
        }
        if (lingerNanos > 0 && !closed && waiting() < enough) {
            LockSupport.parkNanos(this, lingerNanos);
        }
        return waiting() > 0;
    }

    public boolean close() {
        boolean first = !closed;
        closed = true;
        wake();
        return first;
    }

    public boolean closed() {
        return closed;
    }

    private void wake() {
        Thread waiting = sleeper;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }
}
