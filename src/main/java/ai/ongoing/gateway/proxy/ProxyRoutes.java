package ai.ongoing.gateway.proxy;

import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.config.ProvidersConfig;
import ai.ongoing.gateway.http.Cors;
import ai.ongoing.gateway.http.RequestLog;
import ai.ongoing.gateway.proxy.egress.EnvironmentProxy;
import ai.ongoing.gateway.proxy.egress.Failures;
import ai.ongoing.gateway.proxy.egress.PoolFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import reactor.netty.http.server.HttpServerRoutes;

/**
 * The door of this package: puts the providers' prefixes on the server and owns the connections to them. Construction
 * does no I/O; connections are opened by calls. Thread-safe.
 */
public final class ProxyRoutes implements AutoCloseable {

    private final RouteTable table;
    private final List<ProxyHandler> handlers = new ArrayList<>();

    /**
     * The providers' routes.
     *
     * @param environment asked for HTTP_PROXY, HTTPS_PROXY and NO_PROXY, either case
     * @throws IllegalArgumentException naming the variable when one of them is no proxy address
     */
    public ProxyRoutes(GatewayConfig config, Map<String, String> environment, Ports ports) {
        this(
                config.providers(),
                new ProxyHandler.Settings(config.proxy(), config.auth().header()),
                new EnvironmentProxy(environment),
                ports);
    }

    ProxyRoutes(ProvidersConfig providers, ProxyHandler.Settings settings, EnvironmentProxy proxies, Ports ports) {
        this.table = new RouteTable(providers.all());
        for (RouteTable.Route route : table.routes()) {
            Upstream upstream = new Upstream(route, settings.proxy(), proxies.proxyFor(route.upstream()));
            handlers.add(new ProxyHandler(route, upstream, settings, ports));
        }
    }

    /**
     * What the proxy path asks of the rest of the house. All of it is called on event loops and must not block.
     *
     * @param accepting whether calls may go to a provider now; while it says no they are refused with 503
     * @param exchanges opens the record of a call
     * @param requestLog notes every answered request
     * @param cors answers preflights
     */
    public record Ports(BooleanSupplier accepting, ExchangeFactory exchanges, RequestLog requestLog, Cors cors) {}

    /** Adds the providers' routes before whatever else the server serves. */
    public HttpServerRoutes register(HttpServerRoutes routes) {
        HttpServerRoutes all = routes;
        for (ProxyHandler handler : handlers) {
            RouteTable.Route route = handler.route();
            all = all.route(request -> route.equals(table.match(request.uri())), handler);
        }
        return all;
    }

    /** What can be watched of the way to each provider, by its name. */
    public Map<String, Egress> egress() {
        return handlers.stream()
                .collect(Collectors.toMap(
                        handler -> handler.route().provider(),
                        handler -> new Egress(handler.upstream().connections(), handler.failures())));
    }

    /** The connections to a provider, and what went wrong on the way to it. */
    public record Egress(PoolFigures connections, Failures failures) {}

    /** Exchanges that are running now. */
    public int inFlight() {
        return handlers.stream().mapToInt(ProxyHandler::inFlight).sum();
    }

    /** Cuts every running exchange, which is then recorded as interrupted. For the end of a stop's patience. */
    public void interrupt() {
        handlers.forEach(ProxyHandler::interrupt);
    }

    /** Closes the connections to the providers. */
    @Override
    public void close() {
        handlers.forEach(handler -> handler.upstream().close());
    }
}
