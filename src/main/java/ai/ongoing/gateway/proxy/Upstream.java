package ai.ongoing.gateway.proxy;

import ai.ongoing.gateway.config.ProxyConfig;
import ai.ongoing.gateway.proxy.egress.Connections;
import ai.ongoing.gateway.proxy.egress.PoolFigures;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.URI;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.netty.Connection;
import reactor.netty.NettyOutbound;
import reactor.netty.NettyPipeline;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientRequest;

/**
 * Speaks HTTP to one provider: nothing added, followed, decoded or repeated. Thread-safe; opens nothing until a call is
 * made.
 */
final class Upstream implements AutoCloseable {

    private static final int MAX_HEAD_BYTES = 1024 * 1024;

    private final Connections connections;

    Upstream(RouteTable.Route route, ProxyConfig config, @Nullable URI proxy) {
        this.connections = new Connections(route.provider(), route.upstream(), config, proxy, Upstream::bare);
    }

    private static HttpClient bare(HttpClient client) {
        return client.disableRetry(true)
                .followRedirect(false)
                .compress(false)
                .http2Settings(settings -> settings.maxHeaderListSize(MAX_HEAD_BYTES))
                .httpResponseDecoder(decoder -> decoder.maxHeaderSize(MAX_HEAD_BYTES)
                        .maxInitialLineLength(MAX_HEAD_BYTES)
                        .allowDuplicateContentLengths(true)); // only when they say the same
    }

    /** What a call does with its connection, step by step. */
    interface Call {

        /** A connection is there and the head is about to be written; the body to send after it. */
        Publisher<?> connected(Connection connection);

        /** The provider's head is there; the body is not yet asked for. */
        Publisher<Void> answered(reactor.netty.http.client.HttpClientResponse response, Connection connection);
    }

    /**
     * Sends a request when subscribed to, which must be on this thread and at once; ends when the call's answer ended, fails
     * when there is none.
     */
    Publisher<Void> send(UpstreamRequest request, Call call) {
        HttpClient speaking = request.webSocket() ? connections.onlyHttp11() : connections.client();
        return speaking.request(HttpMethod.valueOf(request.method()))
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
        out.withConnection(connection -> {
            InterimAnswers.areDropped(connection.channel().pipeline());
            body[0] = connected.apply(connection);
        });
        // The client has put a Host, a User-Agent and an Accept of its own in; the list holds everything there is.
        Caller.add(head.requestHeaders().clear(), request.headers());
        // As objects: as buffers, the body of a GET or DELETE would be gathered whole in memory first.
        return request.hasBody() ? out.sendObject(body[0], piece -> false) : out.then();
    }

    /** Disposing first drops what has come in and was never asked for; closing alone would leak it. */
    static void stop(Connection connection) {
        connection.dispose();
        Future<?> _ = connection.channel().close();
    }

    PoolFigures connections() {
        return connections.figures();
    }

    @Override
    public void close() {
        connections.close();
    }

    /** Drops interim answers (100, 102, 103): the client below would take them for the final one. */
    private static final class InterimAnswers extends ChannelDuplexHandler {

        private static final String NAME = "gateway.interimAnswers";

        private boolean dropping;

        /** Behind the codec of the connection, or of the stream where a connection has many. */
        static void areDropped(ChannelPipeline pipeline) {
            if (pipeline.get(NAME) == null) {
                boolean stream = pipeline.get(NettyPipeline.H2ToHttp11Codec) != null;
                String codec = stream ? NettyPipeline.H2ToHttp11Codec : NettyPipeline.HttpCodec;
                pipeline.addAfter(codec, NAME, new InterimAnswers());
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpResponse head && head.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                dropping = head.status().code() != 101;
            } else if (message instanceof HttpResponse) {
                dropping = false;
            }
            if (!dropping) {
                context.fireChannelRead(message);
                return;
            }
            if (message instanceof LastHttpContent) {
                dropping = false;
            }
            ReferenceCountUtil.release(message);
            if (!dropping) {
                // Reading is by demand, and this answer has eaten the demand.
                context.read();
            }
        }
    }
}
