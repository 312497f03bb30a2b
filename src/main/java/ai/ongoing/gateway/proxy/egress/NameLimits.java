package ai.ongoing.gateway.proxy.egress;

import java.time.Duration;
import reactor.netty.transport.NameResolverProvider.NameResolverSpec;

/**
 * How providers' names are asked for in the DNS.
 *
 * @param query longest wait for one answer
 * @param kept an address is asked for again after this, however long its record may be kept
 * @param unknownKept the same of a name that nobody knows
 */
record NameLimits(Duration query, Duration kept, Duration unknownKept) {

    static final NameLimits USUAL = new NameLimits(Duration.ofSeconds(2), Duration.ofMinutes(1), Duration.ofSeconds(1));

    /** Puts the limits on a resolver. An answer too long for UDP, or lost, is asked for over TCP. */
    NameResolverSpec put(NameResolverSpec names) {
        return names.queryTimeout(query)
                .cacheMaxTimeToLive(kept)
                .cacheNegativeTimeToLive(unknownKept)
                .retryTcpOnTimeout(true);
    }
}
