package ai.ongoing.gateway.startup;

import ai.ongoing.gateway.config.ServerConfig;
import ai.ongoing.gateway.startup.connection.ClientConnections;
import ai.ongoing.gateway.startup.connection.ConnectionLimits;
import java.net.BindException;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerException;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRoutes;

/**
 * The one HTTP server: the providers' prefixes are routes on it, everything else goes to the API. Bodies and answers
 * may take any size and time; headers may not, and silent connections are closed.
 */
public final class GatewayServer {

    private final ServerConfig config;
    private final ListenAddress address;
    private final ConnectionLimits limits;
    private final ClientConnections connections;

    public GatewayServer(ServerConfig config) {
        this(config, ConnectionLimits.ofThisProcess());
    }

    GatewayServer(ServerConfig config, ConnectionLimits limits) {
        this.config = config;
        this.address = ListenAddress.of(config);
        this.limits = limits;
        this.connections = new ClientConnections(limits, config.maxHeaderBytes());
    }

    /**
     * The server's factory; it binds when the application context starts.
     *
     * @param routes adds routes that are asked before the API's
     * @throws StartupFailure when the host is no address
     */
    public NettyReactiveWebServerFactory factory(UnaryOperator<HttpServerRoutes> routes) {
        NettyReactiveWebServerFactory factory = new NettyReactiveWebServerFactory(config.port());
        factory.setAddress(address.resolved());
        factory.addServerCustomizers(this::limited);
        factory.addRouteProviders(routes::apply);
        return factory;
    }

    private HttpServer limited(HttpServer server) {
        return server.protocol(HttpProtocol.HTTP11)
                .idleTimeout(limits.idle())
                .doOnChannelInit((observer, channel, remote) -> connections.install(channel.pipeline()));
    }

    /** The one line behind what Spring makes of a failed start: the start's own, the server's, or the first cause. */
    public StartupFailure explained(RuntimeException failure) {
        Throwable first = failure;
        boolean listening = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartupFailure startup) {
                return startup;
            }
            listening |= cause instanceof WebServerException;
            first = cause;
        }
        return listening
                ? StartupFailure.of("failed to listen on " + address.text(), new BindException(reason(first)))
                : StartupFailure.of("failed to start the gateway", first);
    }

    private static String reason(Throwable cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("in use")) {
            return "address already in use; stop the other program or choose another server.port";
        }
        if (message.contains("denied")) {
            return "permission denied; ports below 1024 need a right of their own, choose another server.port";
        }
        if (message.contains("assign")) {
            return "cannot assign requested address; server.host is no address of this machine";
        }
        return message;
    }
}
