package ai.ongoing.gateway.proxy.egress;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import reactor.netty.http.client.HttpClient;

/**
 * TLS to the forward proxy itself, below the tunnel and whatever is spoken through it. The library knows no such proxy, so
 * the handler goes to the bottom of each connection's pipeline when all others are in place.
 */
final class ProxyTls {

    private static final String TLS = "gateway.proxyTls";
    private static final String QUIET = "gateway.proxyTlsEvents";

    private final SslContext context;
    private final String host;
    private final int port;
    private final Duration handshake;

    /**
     * For the proxies of one address, trusted as the JDK trusts.
     *
     * @param handshake longest time for a handshake
     */
    ProxyTls(URI proxy, int port, Duration handshake) {
        try {
            this.context = SslContextBuilder.forClient().build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS to the forward proxy cannot be set up: " + e.getMessage(), e);
        }
        this.host = EnvironmentProxy.unbracketed(proxy.getHost());
        this.port = port;
        this.handshake = handshake;
    }

    /** Only for clients that speak HTTP/1.1: what negotiates HTTP/2 asks the first TLS it finds, which is this one. */
    HttpClient below(HttpClient client) {
        return client.doOnChannelInit((observer, channel, remote) -> install(channel));
    }

    private void install(Channel channel) {
        SslHandler tls = context.newHandler(channel.alloc(), host, port);
        SSLParameters parameters = tls.engine().getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.engine().setSSLParameters(parameters);
        tls.setHandshakeTimeoutMillis(handshake.toMillis());
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addFirst(TLS, tls);
        pipeline.addAfter(TLS, QUIET, new Quiet());
    }

    /** Keeps the news of this handshake from those who wait for the provider's. A failure comes as an exception, too. */
    private static final class Quiet extends ChannelInboundHandlerAdapter {

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (!(event instanceof SslHandshakeCompletionEvent)) {
                context.fireUserEventTriggered(event);
            }
        }
    }
}
