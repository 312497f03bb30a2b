package ai.ongoing.gateway.startup.connection;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory the heads of all connections may hold together: many clients with large heads, or with heads of a hundred
 * thousand headers, would fill the heap long before each of them meets a limit of its own. Thread-safe.
 */
final class HeadBudget {

    /** What each connection may hold without a question. A head of thirty headers weighs a third of it. */
    static final int FREE = 16 * 1024;

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    HeadBudget(long most) {
        this.most = most;
    }

    /** Takes so many bytes; false, and none taken, when there are not enough left. */
    boolean take(long bytes) {
        long now;
        do {
            now = taken.get();
            if (now + bytes > most) {
                return false; // tried out by adding, a large one would leave no room for a small one meanwhile
            }
        } while (!taken.compareAndSet(now, now + bytes));
        return true;
    }

    void give(long bytes) {
        taken.addAndGet(-bytes);
    }
}
