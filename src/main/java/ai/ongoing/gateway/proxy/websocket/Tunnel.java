package ai.ongoing.gateway.proxy.websocket;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import reactor.netty.NettyPipeline;

/**
 * Joins a client's and a provider's connection once the provider has agreed to speak WebSocket: every byte passes
 * unchanged, masks, pings and close codes included, in bounded memory whatever a message's size. When one end's
 * connection ends, the other's is closed behind the last byte. Costs a few kilobytes a session.
 */
public final class Tunnel {

    private static final String NAME = "gateway.websocket";

    /** Hears of a session; on either event loop, each direction on one of them. Buffers are valid during the call. */
    public interface Watcher {

        /** Bytes have passed. */
        void moved();

        /** Text for the record, on its way to the provider. */
        void toProvider(ByteBuffer text);

        /** Text for the record, on its way to the client. */
        void toClient(ByteBuffer text);

        /** The client says goodbye; told before the provider hears it. */
        void clientCloses();

        /** The provider says goodbye, after which it says nothing more; told before the client hears it. */
        void providerCloses();

        /** The client's connection has ended; comes once, perhaps after {@link #providerGone}. */
        void clientGone();

        /** The provider's connection has ended; comes once, perhaps after {@link #clientGone}. */
        void providerGone();
    }

    private final Channel client;
    private final Channel provider;
    private final Side clientSide;
    private final Side providerSide;

    private Tunnel(Channel client, Channel provider, Watcher watcher) {
        this.client = client;
        this.provider = provider;
        this.clientSide = new Side(Transcript.ofClient(watcher), watcher::moved, watcher::clientGone);
        this.providerSide = new Side(Transcript.ofProvider(watcher), watcher::moved, watcher::providerGone);
    }

    /**
     * Takes both connections over from HTTP. Called on the provider's event loop, with its 101 read and nothing behind it.
     *
     * @param head what the client is told first: status line, headers, empty line
     */
    public static void join(Channel client, Channel provider, String head, Watcher watcher) {
        Tunnel tunnel = new Tunnel(client, provider, watcher);
        tunnel.takeProvider();
        client.eventLoop().execute(() -> tunnel.open(head));
    }

    /** Behind the decoder, which may hold the first frames already; past the encoder, which knows no frames. */
    private void takeProvider() {
        ChannelPipeline pipeline = provider.pipeline();
        pipeline.addAfter(NettyPipeline.HttpCodec, NAME, providerSide);
        providerSide.standsAt(pipeline.context(NAME), pipeline.context(NettyPipeline.HttpCodec));
    }

    /** Before everything that speaks HTTP, which has nothing to say any more and only waits for the end. */
    private void open(String head) {
        if (!client.isActive()) {
            provider.eventLoop().execute(providerSide::abandon);
            return;
        }
        ChannelPipeline pipeline = client.pipeline();
        pipeline.addFirst(NAME, clientSide);
        clientSide.standsAt(pipeline.context(NAME), pipeline.context(NAME));
        clientSide.write(Unpooled.copiedBuffer(head, StandardCharsets.ISO_8859_1), () -> {});
        clientSide.open(providerSide);
        provider.eventLoop().execute(() -> providerSide.open(clientSide));
    }
}
