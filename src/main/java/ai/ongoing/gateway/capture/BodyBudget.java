package ai.ongoing.gateway.capture;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of bodies all calls under way may keep in memory together, so that a thousand calls with long bodies do not fill
 * the heap. Thread-safe.
 */
final class BodyBudget {

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    BodyBudget(long most) {
        this.most = most;
    }

    /** A sixth of the heap: with as many streams as there may be connections, the rest is just enough for them. */
    static BodyBudget ofThisProcess() {
        return new BodyBudget(Runtime.getRuntime().maxMemory() / 6);
    }

    /** Takes so many bytes; false, and none taken, when there are not enough left. */
    boolean take(int bytes) {
        boolean enough = taken.addAndGet(bytes) <= most;
        if (!enough) {
            give(bytes);
        }
        return enough;
    }

    void give(int bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}
