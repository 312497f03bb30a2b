package ai.ongoing.gateway.bench;

import java.time.Duration;

/**
 * One stretch of load.
 *
 * @param name as printed
 * @param path what is asked for, on the provider's side
 * @param connections open at once
 * @param rate calls a second, evenly spaced, with latency counted from the scheduled time; 0 sends the next call of a
 *     connection as soon as its answer is there
 * @param length how long calls are begun; those under way are waited for
 */
record Phase(String name, String path, int connections, int rate, Duration length) {

    Phase {
        if (connections < 1 || rate < 0) {
            throw new IllegalArgumentException("connections " + connections + ", rate " + rate);
        }
    }

    /** The same load for another length. */
    Phase lasting(Duration other) {
        return new Phase(name, path, connections, rate, other);
    }
}
