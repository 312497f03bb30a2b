package ai.ongoing.gateway.proxy.egress;

import ai.ongoing.gateway.config.ProxyConfig;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.SslProvider;
import reactor.netty.transport.ProxyProvider;

/**
 * The connections to one provider: resolved, perhaps through a forward proxy, behind TLS where the upstream says https,
 * pooled. Thread-safe; opens nothing until a call is made. The limits stand in operations.md.
 */
public final class Connections implements AutoCloseable {

    /** Shorter than the keep-alive of the providers, so that a call rarely meets a connection being closed. */
    private static final Duration IDLE = Duration.ofSeconds(45);

    /** After this a connection is closed when its call ends, so that a provider's move in the DNS is followed. */
    private static final Duration LIFE = Duration.ofMinutes(10);

    /** An address is asked for again after this, however long its record may be kept; an unknown name after a second. */
    private static final Duration DNS_KEPT = Duration.ofMinutes(1);

    private static final Duration DNS_UNKNOWN_KEPT = Duration.ofSeconds(1);
    private static final Duration DNS_QUERY = Duration.ofSeconds(2);

    private final ConnectionProvider pool;
    private final PoolFigures figures = new PoolFigures();
    private final HttpClient client;
    private final HttpClient onlyHttp11;

    /**
     * Connections for one provider.
     *
     * @param proxy the forward proxy to go through; null to go directly
     */
    public Connections(String provider, URI upstream, ProxyConfig config, @Nullable URI proxy) {
        this.pool = ConnectionProvider.builder("provider-" + provider)
                .maxConnections(config.maxConnections())
                .pendingAcquireMaxCount(2 * config.maxConnections())
                .pendingAcquireTimeout(config.connectTimeout())
                .maxIdleTime(IDLE)
                .maxLifeTime(LIFE)
                .evictInBackground(IDLE)
                .metrics(true, () -> figures)
                .lifo()
                .build();
        boolean secure = "https".equalsIgnoreCase(upstream.getScheme());
        int connectMillis = Math.toIntExact(config.connectTimeout().toMillis());
        HttpClient plain = routed(plain(upstream, secure, connectMillis), proxy, connectMillis);
        this.onlyHttp11 = secure ? secured(plain, Http11SslContextSpec.forClient(), config) : plain;
        this.client = secure
                ? secured(plain.protocol(HttpProtocol.H2, HttpProtocol.HTTP11), Http2SslContextSpec.forClient(), config)
                : plain;
    }

    private HttpClient plain(URI upstream, boolean secure, int connectMillis) {
        int port = upstream.getPort() >= 0 ? upstream.getPort() : secure ? 443 : 80;
        InetSocketAddress address =
                InetSocketAddress.createUnresolved(EnvironmentProxy.unbracketed(upstream.getHost()), port);
        return HttpClient.create(pool)
                .remoteAddress(() -> address)
                .protocol(HttpProtocol.HTTP11)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis)
                .option(ChannelOption.SO_KEEPALIVE, true);
    }

    /** A proxy resolves the provider's name, which may mean something only there. */
    private static HttpClient routed(HttpClient plain, @Nullable URI proxy, int connectMillis) {
        if (proxy != null) {
            return plain.proxy(spec -> address(spec, proxy).connectTimeoutMillis(connectMillis));
        }
        return plain.resolver(names -> names.queryTimeout(DNS_QUERY)
                .cacheMaxTimeToLive(DNS_KEPT)
                .cacheNegativeTimeToLive(DNS_UNKNOWN_KEPT)
                .retryTcpOnTimeout(true));
    }

    private static ProxyProvider.Builder address(ProxyProvider.TypeSpec spec, URI proxy) {
        boolean socks = !"http".equalsIgnoreCase(proxy.getScheme());
        int usual = socks ? 1080 : 80;
        ProxyProvider.Builder at = spec.type(socks ? ProxyProvider.Proxy.SOCKS5 : ProxyProvider.Proxy.HTTP)
                .host(EnvironmentProxy.unbracketed(proxy.getHost()))
                .port(proxy.getPort() < 0 ? usual : proxy.getPort());
        String userInfo = proxy.getUserInfo();
        if (userInfo != null) {
            int colon = userInfo.indexOf(':');
            String password = colon < 0 ? "" : userInfo.substring(colon + 1);
            at.username(colon < 0 ? userInfo : userInfo.substring(0, colon)).password(user -> password);
        }
        return at;
    }

    /** Given as a specification, not as a finished provider: only then are host names verified. */
    private static HttpClient secured(
            HttpClient plain, SslProvider.GenericSslContextSpec<?> trust, ProxyConfig config) {
        return plain.secure(tls -> tls.sslContext(trust).handshakeTimeout(config.connectTimeout()));
    }

    /** Speaks HTTP/2 where TLS leads to a provider that offers it, HTTP/1.1 elsewhere. */
    public HttpClient client() {
        return client;
    }

    /** Speaks HTTP/1.1 always, out of which a connection can become a WebSocket. */
    public HttpClient onlyHttp11() {
        return onlyHttp11;
    }

    public PoolFigures figures() {
        return figures;
    }

    @Override
    public void close() {
        pool.dispose();
    }
}
