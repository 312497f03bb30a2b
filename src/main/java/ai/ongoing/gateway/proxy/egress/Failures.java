package ai.ongoing.gateway.proxy.egress;

import io.netty.handler.proxy.ProxyConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

/** Counts calls that a provider did not answer to the end, by where they failed. Thread-safe. */
public final class Failures {

    /** Where a call failed; few, so that a meter may have one of each. */
    public enum Kind {
        /** The provider's name has no address. */
        DNS,
        /** No connection came about: refused, no way there, or not in time. */
        CONNECT,
        /** The forward proxy refused. */
        PROXY,
        /** The handshake failed or the certificate is not to be trusted. */
        TLS,
        /** Every connection was in use for too long, or too many calls were waiting for one. */
        POOL,
        /** The provider fell silent, broke off or talked nonsense. */
        ANSWER
    }

    private final Map<Kind, LongAdder> counts = new EnumMap<>(Kind.class);

    public Failures() {
        for (Kind kind : Kind.values()) {
            counts.put(kind, new LongAdder());
        }
    }

    /**
     * Counts one call.
     *
     * @param connected whether it had a connection to its provider
     */
    public void count(Throwable cause, boolean connected) {
        LongAdder count = counts.get(kindOf(cause, connected));
        if (count != null) {
            count.increment();
        }
    }

    public long of(Kind kind) {
        LongAdder count = counts.get(kind);
        return count == null ? 0 : count.sum();
    }

    /** What has no class of its own is told apart by whether there was a connection: an unreachable network is but a SocketException. */
    static Kind kindOf(Throwable cause, boolean connected) {
        return switch (cause) {
            case UnknownHostException _ -> Kind.DNS;
            case UnresolvedAddressException _ -> Kind.DNS;
            case ProxyConnectException _ -> Kind.PROXY;
            case SSLException _ -> Kind.TLS;
            case PoolAcquireTimeoutException _ -> Kind.POOL;
            case PoolAcquirePendingLimitException _ -> Kind.POOL;
            default -> connected ? Kind.ANSWER : Kind.CONNECT;
        };
    }
}
