package ai.ongoing.gateway.startup.connection;

import ai.ongoing.gateway.http.Framing;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;
import reactor.netty.channel.ChannelOperations;

/**
 * Hands a connection's requests on one at a time: the next only when the answer to the one before has gone out. What one
 * read brought early waits here, and nothing more is read meanwhile.
 *
 * <p>Reactor Netty takes early requests itself, and trips over them: one that asks for the connection to be closed ends it
 * before the answers to those before it, and before 1.3.8 a connection is never read again when an early request was
 * answered on the spot. One instance a connection, on its event loop only.
 */
final class OneByOne extends ChannelDuplexHandler {

    static final String NAME = "gateway.oneByOne";

    /** How much a client may go on sending of the body of a request that has its answer. */
    private static final long LATE_BYTES = 64L * 1024 * 1024;

    /** What the handlers behind this one are told of a call. */
    enum Turn {
        /** Its answer has gone out, and the next request may come. */
        OVER
    }

    private final long lateNanos;
    private final Queue<Object> early = new ArrayDeque<>();
    private boolean underWay;
    private boolean requestWhole;
    private boolean answered;
    private boolean last;
    private long late;
    private @Nullable ScheduledFuture<?> deadline;

    private OneByOne(Duration late) {
        this.lateNanos = late.toNanos();
    }

    /** @param late for how long a client may go on sending the body of a request that has its answer */
    static void install(ChannelPipeline pipeline, Duration late) {
        pipeline.addAfter(NettyPipeline.HttpCodec, NAME, new OneByOne(late));
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nobody is left to hear how the close went
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (deadline != null && message instanceof HttpContent content) {
            late += content.content().readableBytes();
            if (late > LATE_BYTES) {
                ReferenceCountUtil.release(message);
                context.close();
                return;
            }
        }
        if (mustWait()) {
            early.add(message);
        } else {
            pass(context, message);
        }
    }

    private boolean mustWait() {
        return underWay && requestWhole;
    }

    private void pass(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest head) {
            underWay = true;
            requestWhole = false;
            if (!Framing.isPlain(head.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING))) {
                last = true;
                head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            }
        }
        if (message instanceof LastHttpContent) {
            requestWhole = true;
            stopWaiting();
        }
        context.fireChannelRead(message);
    }

    @Override
    public void read(ChannelHandlerContext context) {
        if (early.isEmpty()) {
            context.read();
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise tells whoever wrote
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof LastHttpContent && !isInterim(message)) {
            answered = true;
            if (underWay && !requestWhole && deadline == null) {
                late = 0;
                deadline = context.executor().schedule((Runnable) context::close, lateNanos, TimeUnit.NANOSECONDS);
            }
        }
        context.write(message, promise);
    }

    private void stopWaiting() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    /** The library tells by an event of its own that it has finished with a call, and takes another only then. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        context.fireUserEventTriggered(event);
        if (answered && ChannelOperations.get(context.channel()) == null) {
            answered = false;
            context.executor().execute(() -> next(context));
        }
    }

    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse head && head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    /** Asking to read once too often is harmless. */
    private void next(ChannelHandlerContext context) {
        if (last) {
            return;
        }
        underWay = false;
        context.fireUserEventTriggered(Turn.OVER);
        boolean any = !early.isEmpty();
        while (!early.isEmpty() && !mustWait()) {
            pass(context, early.remove());
        }
        if (any) {
            context.fireChannelReadComplete();
        }
        if (early.isEmpty()) {
            context.channel().read();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stopWaiting();
        early.forEach(ReferenceCountUtil::release);
        early.clear();
    }
}
