package ai.ongoing.gateway.proxy;

import ai.ongoing.gateway.config.GatewayConfig;
import java.util.Map;
import reactor.netty.http.server.HttpServerRoutes;

/**
 * The door of this package: puts the providers' prefixes on the server and owns the connections to them. Construction
 * does no I/O; connections are opened by calls. Thread-safe.
 */
public final class ProxyRoutes implements AutoCloseable {

    /** @param environment asked for HTTP_PROXY, HTTPS_PROXY and NO_PROXY, either case */
    public ProxyRoutes(GatewayConfig config, Map<String, String> environment, ProxyPorts ports) {}

    /** Adds the providers' routes before whatever else the server serves. */
    public HttpServerRoutes register(HttpServerRoutes routes) {
        return routes;
    }

    /** Exchanges that are running now. */
    public int inFlight() {
        return 0;
    }

    /** Cuts every running exchange, which is then recorded as interrupted. For the end of a stop's patience. */
    public void interrupt() {}

    /** Closes the idle connections to the providers. */
    @Override
    public void close() {}
}
