package ai.ongoing.gateway.startup;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.LastHttpContent;
import reactor.netty.NettyPipeline;

/**
 * Asks for the next read of a kept connection once an answer is through.
 *
 * <p>Reactor Netty before 1.3.8 forgets it when a request had to wait for the answer before it and was then answered on
 * the spot: the connection stays open and silent for ever. Asking once too often is harmless, as a request that comes
 * early waits in its queue. One instance a connection, on its event loop only.
 */
final class ReadOn extends ChannelOutboundHandlerAdapter {

    private static final String NAME = "gateway.readOn";

    private ReadOn() {}

    static void install(ChannelPipeline pipeline) {
        pipeline.addAfter(NettyPipeline.HttpCodec, NAME, new ReadOn());
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise tells whoever wrote
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!(message instanceof LastHttpContent)) {
            context.write(message, promise);
            return;
        }
        // Not at once: what waits in the queue is taken up by a task that is already in line.
        context.write(message, promise.unvoid())
                .addListener(written -> context.executor().execute(context.channel()::read));
    }
}
