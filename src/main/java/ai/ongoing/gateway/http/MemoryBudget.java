package ai.ongoing.gateway.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of one kind all calls and connections may keep in memory together, so that a thousand of them do not fill the
 * heap long before each meets a limit of its own. Thread-safe.
 */
public final class MemoryBudget {

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    public MemoryBudget(long most) {
        this.most = most;
    }

    /** Takes so many bytes; false, and none taken, when there are not enough left. */
    public boolean take(long bytes) {
        long now;
        do {
            now = taken.get();
            if (bytes > most - now) {
                return false; // tried out by adding, a large one would leave no room for a small one meanwhile
            }
        } while (!taken.compareAndSet(now, now + bytes));
        return true;
    }

    public void give(long bytes) {
        taken.addAndGet(-bytes);
    }

    public long taken() {
        return taken.get();
    }
}
