package ai.ongoing.gateway.startup.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Closes a connection whose request head takes too long in all, however often a byte of it arrives: a client that
 * drips headers would hold a connection for ever. It never looks at bodies, and what comes early, while a call is under
 * way, has its time from the end of that call. One per connection, on its event loop.
 */
final class HeaderDeadline extends ChannelInboundHandlerAdapter {

    private static final String BYTES = "gateway.headerBytes";
    private static final String HEADS = "gateway.headers";

    private final long nanos;
    private boolean underWay;
    private boolean requestWhole;
    private boolean answered;
    private boolean early;
    private @Nullable ScheduledFuture<?> timer;

    private HeaderDeadline(Duration deadline) {
        this.nanos = deadline.toNanos();
    }

    /** Watches the bytes before the codec and the messages after it, of which {@link OneByOne} holds early ones back. */
    static void install(ChannelPipeline pipeline, Duration deadline) {
        HeaderDeadline watch = new HeaderDeadline(deadline);
        pipeline.addBefore(NettyPipeline.HttpCodec, BYTES, watch);
        pipeline.addAfter(NettyPipeline.HttpCodec, HEADS, watch.new Heads());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stop();
    }

    /** The clock of a new connection runs before its first byte: opening and saying nothing is no way to hold one. */
    @Override
    public void channelActive(ChannelHandlerContext context) {
        arm(context);
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        if (!underWay) {
            arm(context);
        } else if (requestWhole) {
            early = true;
        }
        context.fireChannelRead(bytes);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stop();
        context.fireChannelInactive();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody is left to hear how the close went
    private void arm(ChannelHandlerContext context) {
        if (timer == null) {
            timer = context.executor().schedule((Runnable) context::close, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void settle(ChannelHandlerContext context) {
        if (requestWhole && answered) {
            underWay = false;
            if (early) {
                arm(context);
            }
        }
    }

    /** Hears which head is handed on, that its request's last byte has come, and that its answer's last has gone. */
    private final class Heads extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest) {
                underWay = true;
                requestWhole = false;
                answered = false;
                early = false;
                stop();
            }
            if (message instanceof LastHttpContent) {
                requestWhole = true;
                settle(context);
            }
            context.fireChannelRead(message);
        }

        /** Not when the answer is written: whoever reads it slowly is still being answered. */
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == OneByOne.Turn.OVER) {
                answered = true;
                settle(context);
            }
            context.fireUserEventTriggered(event);
        }
    }
}
