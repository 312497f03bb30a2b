package ai.ongoing.gateway.storage;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a server that cannot be reached yet, one log line a wait, until it answers, time is up or a stop ends it. */
final class PostgresPatience {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresPatience.class);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final long deadline;
    private final CountDownLatch stopping;
    private Duration pause = Duration.ofMillis(500);

    /** @param patience how long to go on in all, counted from now */
    PostgresPatience(Duration patience, CountDownLatch stopping) {
        this.deadline = System.nanoTime() + patience.toNanos();
        this.stopping = stopping;
    }

    /**
     * Pauses before another try.
     *
     * @return whether there is time for one; false when waiting is over
     */
    boolean waitBeforeAnotherTry(String why) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (left.compareTo(pause) < 0) {
            return false;
        }
        LOG.warn("{}; trying again in {} ms, for another {} s at most", why, pause.toMillis(), left.toSeconds());
        try {
            if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return true;
    }
}
