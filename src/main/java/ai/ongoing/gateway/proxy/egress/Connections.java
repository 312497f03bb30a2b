package ai.ongoing.gateway.proxy.egress;

import ai.ongoing.gateway.config.ProxyConfig;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.NonBlocking;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider;
import reactor.netty.transport.ProxyProvider;

/**
 * The connections to one provider: resolved, perhaps through a forward proxy, behind TLS where the upstream says https,
 * pooled. A part of them belongs to the event loops, so many to each: a call that finds one there stays on the thread of
 * its client, where another would be woken for every piece. The others are everybody's, and so is a loop's part when those
 * are all in use.
 * Thread-safe; opens nothing until a call is made. The limits stand in operations.md.
 */
public final class Connections implements AutoCloseable {

    private static final int LOOPS = LoopResources.DEFAULT_IO_WORKER_COUNT;

    /** One connection in so many belongs to a loop. */
    private static final int ONE_IN = 4;

    private final ProxyConfig config;
    private final Ages ages;
    private final PoolFigures figures = new PoolFigures();
    private final Part common;
    private final List<Part> ofLoops;
    private final AtomicInteger owned = new AtomicInteger();
    private final Map<Thread, Part> owners = new ConcurrentHashMap<>();
    private final ConnectionProvider ofWebSockets;
    private final HttpClient onlyHttp11;

    /**
     * How old a connection gets.
     *
     * @param idle without a call; shorter than the keep-alive of the providers, so that a call rarely meets a connection
     *     being closed
     * @param life in all, after which it is closed when its call ends, so that a provider's move in the DNS is followed
     */
    record Ages(Duration idle, Duration life) {

        static final Ages USUAL = new Ages(Duration.ofSeconds(45), Duration.ofMinutes(10));
    }

    /** Some of the connections: those of one event loop, or everybody's. */
    private record Part(ConnectionProvider pool, HttpClient client, PoolFigures figures, int most) {

        boolean isFull() {
            return figures.busy() >= most;
        }
    }

    /**
     * Connections for one provider.
     *
     * @param proxy the forward proxy to go through; null to go directly
     * @param manners put on every client that is handed out
     */
    public Connections(
            String provider, URI upstream, ProxyConfig config, @Nullable URI proxy, UnaryOperator<HttpClient> manners) {
        this(provider, upstream, config, proxy, manners, Ages.USUAL);
    }

    Connections(
            String provider,
            URI upstream,
            ProxyConfig config,
            @Nullable URI proxy,
            UnaryOperator<HttpClient> manners,
            Ages ages) {
        this.config = config;
        this.ages = ages;
        int each = config.maxConnections() / (ONE_IN * LOOPS);
        this.ofWebSockets = pool("provider-" + provider + "-websockets", config.maxConnections(), figures);
        boolean secure = "https".equalsIgnoreCase(upstream.getScheme());
        int connectMillis = Math.toIntExact(config.connectTimeout().toMillis());
        UnaryOperator<HttpClient> route = route(proxy, config, connectMillis);
        Function<ConnectionProvider, HttpClient> plain =
                connections -> route.apply(plain(connections, upstream, secure, connectMillis));
        Function<ConnectionProvider, HttpClient> best =
                secure ? overTls(plain, config, proxy == null || !overTls(proxy)) : plain;
        HttpClient older = plain.apply(ofWebSockets);
        Function<ConnectionProvider, HttpClient> speaking = connections -> manners.apply(best.apply(connections));
        this.common = part("provider-" + provider, config.maxConnections() - each * LOOPS, speaking);
        this.ofLoops = IntStream.range(0, each == 0 ? 0 : LOOPS)
                .mapToObj(loop -> part("provider-" + provider + "-of-loop-" + loop, each, speaking))
                .toList();
        this.onlyHttp11 = manners.apply(secure ? secured(older, Http11SslContextSpec.forClient(), config) : older);
    }

    private static Function<ConnectionProvider, HttpClient> overTls(
            Function<ConnectionProvider, HttpClient> plain, ProxyConfig config, boolean http2) {
        if (!http2) {
            SharedTrust trust = new SharedTrust(Http11SslContextSpec.forClient());
            return connections -> secured(plain.apply(connections), trust, config);
        }
        SharedTrust trust = new SharedTrust(Http2SslContextSpec.forClient());
        return connections ->
                secured(plain.apply(connections).protocol(HttpProtocol.H2, HttpProtocol.HTTP11), trust, config);
    }

    private Part part(String name, int most, Function<ConnectionProvider, HttpClient> speaking) {
        PoolFigures own = new PoolFigures(figures);
        ConnectionProvider pool = pool(name, most, own);
        return new Part(pool, speaking.apply(pool), own, most);
    }

    private ConnectionProvider pool(String name, int most, PoolFigures shown) {
        return ConnectionProvider.builder(name)
                .maxConnections(most)
                .pendingAcquireMaxCount(2 * config.maxConnections())
                .pendingAcquireTimeout(config.connectTimeout())
                .maxIdleTime(ages.idle())
                .maxLifeTime(ages.life())
                .evictInBackground(ages.idle())
                .metrics(true, () -> shown)
                .lifo()
                .build();
    }

    private static HttpClient plain(ConnectionProvider pool, URI upstream, boolean secure, int connectMillis) {
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
    private static UnaryOperator<HttpClient> route(@Nullable URI proxy, ProxyConfig config, int connectMillis) {
        if (proxy == null) {
            return client -> client.resolver(NameLimits.USUAL::put);
        }
        UnaryOperator<HttpClient> tunnel =
                client -> client.proxy(spec -> address(spec, proxy).connectTimeoutMillis(connectMillis));
        if (!overTls(proxy)) {
            return tunnel;
        }
        ProxyTls tls = new ProxyTls(proxy, proxy.getPort() < 0 ? 443 : proxy.getPort(), config.connectTimeout());
        return client -> tls.below(tunnel.apply(client));
    }

    private static boolean overTls(URI proxy) {
        return "https".equalsIgnoreCase(proxy.getScheme());
    }

    private static ProxyProvider.Builder address(ProxyProvider.TypeSpec spec, URI proxy) {
        boolean socks = proxy.getScheme().toLowerCase(Locale.ROOT).startsWith("socks");
        int usual = socks ? 1080 : overTls(proxy) ? 443 : 80;
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

    /**
     * For a call on this thread, at once: it speaks HTTP/2 where TLS leads to a provider that offers it, HTTP/1.1
     * elsewhere. An open connection of the loop's own comes first, then any that is open, for opening one costs more than
     * waking another thread; what has to be opened is the loop's own as soon as there are more calls than loops. No call
     * begins to wait while some part has room: clients may all have come to one loop. (Where several ask for a part's last
     * place in the same instant, one of them does, and who waits is served by that part alone.)
     */
    public HttpClient client() {
        Part mine = ofThisLoop();
        if (mine != null) {
            boolean opens = common.figures().idle() == 0 && figures.busy() >= LOOPS && !mine.isFull();
            if (opens || mine.figures().idle() > 0) {
                return mine.client();
            }
        }
        return common.isFull() ? withRoom().client() : common.client();
    }

    private Part withRoom() {
        for (Part part : ofLoops) {
            if (!part.isFull()) {
                return part;
            }
        }
        return common;
    }

    /** Null on a thread that is no event loop, and where there are too few connections for each loop to have its own. */
    private @Nullable Part ofThisLoop() {
        Thread here = Thread.currentThread();
        Part mine = owners.get(here);
        if (mine != null || !(here instanceof NonBlocking) || owned.get() >= ofLoops.size()) {
            return mine;
        }
        int next = owned.getAndIncrement();
        if (next >= ofLoops.size()) {
            return null;
        }
        owners.put(here, ofLoops.get(next));
        return ofLoops.get(next);
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
        common.pool().dispose();
        ofWebSockets.dispose();
        ofLoops.forEach(part -> part.pool().dispose());
    }

    /** One TLS context for all pools: making one reads the machine's certificates, which no event loop should wait for. */
    private static final class SharedTrust implements SslProvider.GenericSslContextSpec<SslContextBuilder> {

        private final SslProvider.GenericSslContextSpec<SslContextBuilder> maker;
        private @Nullable SslContext made;

        private SharedTrust(SslProvider.GenericSslContextSpec<SslContextBuilder> maker) {
            this.maker = maker;
        }

        @Override
        public SslProvider.GenericSslContextSpec<SslContextBuilder> configure(Consumer<SslContextBuilder> builder) {
            maker.configure(builder);
            return this;
        }

        @Override
        public synchronized SslContext sslContext() throws SSLException {
            if (made == null) {
                made = maker.sslContext();
            }
            return made;
        }
    }
}
