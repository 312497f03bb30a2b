package ai.ongoing.gateway.proxy;

import ai.ongoing.gateway.config.ProxyConfig;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.netty.Connection;
import reactor.netty.NettyOutbound;
import reactor.netty.NettyPipeline;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.SslProvider;
import reactor.netty.transport.ProxyProvider;

/**
 * One provider's connections: a pool of its own, HTTP/1.1, nothing added, followed, decoded or repeated. Thread-safe;
 * opens nothing until a call is made.
 */
final class Upstream implements AutoCloseable {

    /** Shorter than the keep-alive of the providers, so that a call rarely meets a connection being closed. */
    private static final Duration IDLE = Duration.ofSeconds(45);

    private static final int MAX_HEAD_BYTES = 1024 * 1024;

    private final ConnectionProvider connections;
    private final HttpClient client;

    Upstream(RouteTable.Route route, ProxyConfig config, @Nullable URI proxy) {
        this.connections = ConnectionProvider.builder("provider-" + route.provider())
                .maxConnections(config.maxConnections())
                .pendingAcquireTimeout(config.connectTimeout())
                .maxIdleTime(IDLE)
                .evictInBackground(IDLE)
                .lifo()
                .build();
        this.client = client(route, config, proxy);
    }

    private HttpClient client(RouteTable.Route route, ProxyConfig config, @Nullable URI proxy) {
        String host = route.upstream().getHost();
        InetSocketAddress address = InetSocketAddress.createUnresolved(unbracketed(host), route.port());
        int connectMillis = Math.toIntExact(config.connectTimeout().toMillis());
        HttpClient plain = HttpClient.create(connections)
                .remoteAddress(() -> address)
                .protocol(HttpProtocol.HTTP11)
                .disableRetry(true)
                .followRedirect(false)
                .compress(false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .httpResponseDecoder(
                        decoder -> decoder.maxHeaderSize(MAX_HEAD_BYTES).maxInitialLineLength(MAX_HEAD_BYTES))
                .doOnChannelInit((observer, channel, remote) ->
                        channel.pipeline().addAfter(NettyPipeline.HttpCodec, "interim-answers", new InterimAnswers()));
        HttpClient routed = proxy == null ? plain : plain.proxy(spec -> address(spec, proxy));
        if (!route.secure()) {
            return routed;
        }
        // Given as a specification, not as a finished provider: only then are host names verified.
        SslProvider.GenericSslContextSpec<?> trust = Http11SslContextSpec.forClient();
        return routed.secure(tls -> tls.sslContext(trust).handshakeTimeout(config.connectTimeout()));
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static void address(ProxyProvider.TypeSpec spec, URI proxy) {
        ProxyProvider.Builder at = spec.type(ProxyProvider.Proxy.HTTP)
                .host(unbracketed(proxy.getHost()))
                .port(proxy.getPort() < 0 ? 80 : proxy.getPort());
        String userInfo = proxy.getUserInfo();
        if (userInfo != null) {
            int colon = userInfo.indexOf(':');
            String password = colon < 0 ? "" : userInfo.substring(colon + 1);
            at.username(colon < 0 ? userInfo : userInfo.substring(0, colon)).password(user -> password);
        }
    }

    /** What a call does with its connection, step by step. */
    interface Call {

        /** A connection is there and the head is about to be written; the body to send after it. */
        Publisher<?> connected(Connection connection);

        /** The provider's head is there; the body is not yet asked for. */
        Publisher<Void> answered(reactor.netty.http.client.HttpClientResponse response, Connection connection);
    }

    /** Sends a request when subscribed to; ends when the call's answer ended, fails when there is none. */
    Publisher<Void> send(UpstreamRequest request, Call call) {
        return client.request(HttpMethod.valueOf(request.method()))
                .uri(request.target())
                .send((head, out) -> write(request, head, out, call::connected))
                .responseConnection(call::answered);
    }

    private static Publisher<Void> write(
            UpstreamRequest request,
            HttpClientRequest head,
            NettyOutbound out,
            Function<Connection, Publisher<?>> connected) {
        Publisher<?>[] body = new Publisher<?>[1];
        out.withConnection(connection -> body[0] = connected.apply(connection));
        // The client has put a Host, a User-Agent and an Accept of its own in; the list holds everything there is.
        Caller.add(head.requestHeaders().clear(), request.headers());
        // As objects: as buffers, the body of a GET or DELETE would be gathered whole in memory first.
        return request.hasBody() ? out.sendObject(body[0], piece -> false) : out.then();
    }

    @Override
    public void close() {
        connections.dispose();
    }

    /** Drops interim answers (100, 102, 103): the client below would take them for the final one. */
    private static final class InterimAnswers extends ChannelDuplexHandler {

        private boolean dropping;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpResponse head && head.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                dropping = head.status().code() != 101;
            }
            if (!dropping) {
                context.fireChannelRead(message);
                return;
            }
            if (message instanceof LastHttpContent) {
                dropping = false;
                // Reading is by demand, and this answer has eaten the demand.
                context.read();
            }
            ReferenceCountUtil.release(message);
        }
    }
}
