package ai.ongoing.gateway.proxy.egress;

import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import reactor.netty.resources.ConnectionPoolMetrics;
import reactor.netty.resources.ConnectionProvider;

/**
 * How full the pools of one provider are, added up: there is one for each way of speaking to it. Thread-safe; reading costs
 * a few field reads.
 */
public final class PoolFigures implements ConnectionProvider.MeterRegistrar {

    private final Map<String, ConnectionPoolMetrics> pools = new ConcurrentHashMap<>();
    private final @Nullable PoolFigures whole;

    PoolFigures() {
        this.whole = null;
    }

    /** @param whole is told as well */
    PoolFigures(PoolFigures whole) {
        this.whole = whole;
    }

    /** Connections that carry a call now. */
    public int used() {
        return sum(ConnectionPoolMetrics::acquiredSize);
    }

    /** Connections that are open and carry none. */
    public int idle() {
        return sum(ConnectionPoolMetrics::idleSize);
    }

    /** Calls that wait for a connection. */
    public int waiting() {
        return sum(ConnectionPoolMetrics::pendingAcquireSize);
    }

    /** Connections that carry a call or are being opened for one, and calls that wait. */
    int busy() {
        return sum(pool -> pool.allocatedSize() - pool.idleSize() + pool.pendingAcquireSize());
    }

    private int sum(ToIntFunction<ConnectionPoolMetrics> figure) {
        int sum = 0;
        for (ConnectionPoolMetrics pool : pools.values()) {
            sum += figure.applyAsInt(pool);
        }
        return sum;
    }

    @Override
    public void registerMetrics(String pool, String id, SocketAddress remote, ConnectionPoolMetrics metrics) {
        pools.put(pool + " " + id, metrics);
        if (whole != null) {
            whole.registerMetrics(pool, id, remote, metrics);
        }
    }

    @Override
    public void deRegisterMetrics(String pool, String id, SocketAddress remote) {
        pools.remove(pool + " " + id);
        if (whole != null) {
            whole.deRegisterMetrics(pool, id, remote);
        }
    }
}
