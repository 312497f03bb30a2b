package ai.ongoing.gateway.startup;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order in which a gateway goes down: shut the gate, let running calls end, cut those that take too long, store what
 * is waiting, close the store, close the port. The port stays open until last, so that callers hear 503 rather than
 * nothing and probes see the gateway leave.
 */
public final class GatewayStop {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayStop.class);

    /** A cut call only has to be noted down. */
    private static final Duration AFTER_CUT = Duration.ofSeconds(2);

    private static final Duration FLUSH = Duration.ofSeconds(15);
    private static final long POLL_NANOS = Duration.ofMillis(10).toNanos();

    private final StartupGate gate;
    private final Parts parts;
    private final Duration patience;

    /** @param patience {@code server.shutdown_timeout}: how long running calls may go on */
    public GatewayStop(StartupGate gate, Parts parts, Duration patience) {
        this.gate = gate;
        this.parts = parts;
        this.patience = patience;
    }

    /**
     * What has to end.
     *
     * @param running how many calls are on their way
     * @param cut ends them; they are recorded as interrupted
     * @param flush stores what waits, within the time given; false when something is left
     * @param closeStore closes the store, leaving one complete file behind where it is a file
     */
    public record Parts(IntSupplier running, Runnable cut, Predicate<Duration> flush, Runnable closeStore) {}

    /**
     * Runs the whole order; what fails does not keep the later steps from running.
     *
     * @return whether everything was finished: no call left running, the store closed. Calls that are not stored are in
     *     the journal, which is as good
     */
    public boolean run() {
        long begun = System.nanoTime();
        gate.stopping();
        boolean idle = drained();
        boolean flushed = parts.flush().test(FLUSH);
        if (!flushed) {
            LOG.warn("the store did not take all calls in time; the rest waits in the journal for the next start");
        }
        boolean closed = storeClosed();
        LOG.atInfo()
                .addKeyValue(
                        "stop_ms", Duration.ofNanos(System.nanoTime() - begun).toMillis())
                .log("gateway stopped");
        return idle && closed;
    }

    private boolean drained() {
        if (idleWithin(patience)) {
            return true;
        }
        LOG.atWarn()
                .addKeyValue("calls", parts.running().getAsInt())
                .addKeyValue("shutdown_timeout", patience)
                .log("calls did not end in time and are cut");
        parts.cut().run();
        return idleWithin(AFTER_CUT);
    }

    private boolean idleWithin(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (parts.running().getAsInt() > 0) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    private boolean storeClosed() {
        try {
            parts.closeStore().run();
            return true;
        } catch (RuntimeException e) {
            LOG.error("failed to close the store", e);
            return false;
        }
    }
}
