package ai.ongoing.gateway.startup.connection;

import java.time.Duration;

/**
 * What the server grants its clients.
 *
 * @param head time for all headers of a request
 * @param idle time for the first byte of a request that is not the connection's first
 * @param lateBody time for the rest of a body whose request has its answer
 * @param heads bytes that the heads of all connections may hold in memory together, beyond {@link HeadWeight#FREE} each
 */
public record ConnectionLimits(Duration head, Duration idle, Duration lateBody, long heads) {

    /** An eighth of the heap for heads: forwarding and recording a head takes a few times its own weight. */
    public static ConnectionLimits ofThisProcess() {
        return new ConnectionLimits(
                Duration.ofSeconds(10),
                Duration.ofMinutes(2),
                Duration.ofSeconds(60),
                Runtime.getRuntime().maxMemory() / 8);
    }
}
