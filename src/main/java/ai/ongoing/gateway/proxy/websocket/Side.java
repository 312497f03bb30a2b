package ai.ongoing.gateway.proxy.websocket;

import ai.ongoing.gateway.wire.FrameReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One end of a tunnel: hands what arrives here to the other end and reads on only when that has been written there, so
 * that at most one read's bytes wait each way. On its channel's event loop, except what {@link #write} does.
 */
final class Side extends ChannelInboundHandlerAdapter {

    private final FrameReader frames;
    private final Runnable moved;
    private final Runnable gone;
    private final List<ByteBuf> early = new ArrayList<>();
    private final AtomicInteger unwritten = new AtomicInteger();
    private @Nullable Side other;
    private volatile @Nullable ChannelHandlerContext here;
    private volatile @Nullable ChannelHandlerContext below;

    /**
     * An end that waits for {@link #open}.
     *
     * @param moved told when bytes arrive
     * @param gone told when this end's connection has ended, before the other end hears of it
     */
    Side(Transcript transcript, Runnable moved, Runnable gone) {
        this.frames = new FrameReader(transcript);
        this.moved = moved;
        this.gone = gone;
    }

    /** Stands in the pipeline from now on and keeps what has been read already. */
    void standsAt(ChannelHandlerContext own, ChannelHandlerContext writeFrom) {
        here = own;
        below = writeFrom;
        own.channel().config().setAutoRead(false);
    }

    /** Lets bytes pass to the other end. On this end's event loop. */
    void open(Side otherEnd) {
        other = otherEnd;
        List<ByteBuf> waiting = List.copyOf(early);
        early.clear();
        for (ByteBuf bytes : waiting) {
            pass(bytes, otherEnd);
        }
        readOn();
        ChannelHandlerContext own = here;
        if (own != null && !own.channel().isActive()) {
            otherEnd.closeWhenWritten();
        }
    }

    /** There will be no other end: drops what was read already. On this end's event loop. */
    void abandon() {
        early.forEach(ByteBuf::release);
        early.clear();
        closeWhenWritten();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            ReferenceCountUtil.release(message);
        } else if (other == null) {
            early.add(bytes);
        } else {
            pass(bytes, other);
        }
    }

    private void pass(ByteBuf bytes, Side to) {
        moved.run();
        for (ByteBuffer part : bytes.nioBuffers()) {
            frames.accept(part);
        }
        unwritten.incrementAndGet();
        to.write(bytes, () -> {
            if (unwritten.decrementAndGet() == 0) {
                readOn();
            }
        });
    }

    private void readOn() {
        ChannelHandlerContext own = here;
        if (own != null) {
            own.read();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (other != null && unwritten.get() == 0) {
            readOn();
        }
    }

    /** Writes to this end's connection; from any thread. */
    void write(ByteBuf bytes, Runnable written) {
        ChannelHandlerContext from = below;
        if (from == null) {
            bytes.release();
            return;
        }
        from.writeAndFlush(bytes).addListener(done -> written.run());
    }

    /** Closes this end's connection behind everything that was written to it; from any thread. */
    void closeWhenWritten() {
        ChannelHandlerContext from = below;
        if (from != null) {
            from.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        gone.run();
        Side otherEnd = other;
        if (otherEnd != null) {
            otherEnd.closeWhenWritten();
        }
        context.fireChannelInactive();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // what comes of it is heard in channelInactive
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
