package ai.ongoing.gateway.startup.connection;

import ai.ongoing.gateway.http.MemoryBudget;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.LastHttpContent;
import reactor.netty.NettyPipeline;

/**
 * Weighs what a connection's heads hold: bytes that the codec keeps because no message is whole, and headers taken apart, until
 * the call is over whose they are. Where the budget has nothing left a head is refused by 431 at its next header, and a
 * connection closed at its next byte. One per connection, on its event loop.
 */
final class HeadWeight extends ChannelInboundHandlerAdapter {

    /** What each connection may hold without a question. A head of thirty headers weighs a third of it. */
    static final int FREE = 16 * 1024;

    private static final String BYTES = "gateway.headWeight";
    private static final String MESSAGES = "gateway.headMessages";
    private static final String CALLS = "gateway.headCalls";

    private final MemoryBudget budget;
    private long unfinished;
    private long takenApart;
    private boolean anyWhole;
    private long headers;
    private long ofThisCall;
    private long taken;

    private HeadWeight(MemoryBudget budget) {
        this.budget = budget;
    }

    /**
     * Puts a codec in place of the one that stands there, for headers that are weighed, and watches both its sides.
     *
     * @param codec what the codec's limits are
     * @param turns the handler that hands requests on one at a time; calls are counted behind it
     */
    static void install(ChannelPipeline pipeline, HttpDecoderConfig codec, MemoryBudget budget, String turns) {
        HeadWeight weight = new HeadWeight(budget);
        HttpDecoderConfig weighing = codec.clone()
                .setHeadersFactory(weight.factory(DefaultHttpHeadersFactory.headersFactory()))
                .setTrailersFactory(weight.factory(DefaultHttpHeadersFactory.trailersFactory()));
        pipeline.replace(NettyPipeline.HttpCodec, NettyPipeline.HttpCodec, new HttpServerCodec(weighing));
        pipeline.addBefore(NettyPipeline.HttpCodec, BYTES, weight);
        pipeline.addAfter(NettyPipeline.HttpCodec, MESSAGES, weight.new Messages());
        pipeline.addAfter(turns, CALLS, weight.new Calls());
    }

    private HttpHeadersFactory factory(DefaultHttpHeadersFactory like) {
        return new HttpHeadersFactory() {
            @Override
            public HttpHeaders newHeaders() {
                return new WeighedHeaders(HeadWeight.this, like);
            }

            @Override
            public HttpHeaders newEmptyHeaders() {
                return like.newEmptyHeaders();
            }
        };
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nobody is left to hear how the close went
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        int size = bytes instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
        takenApart = 0;
        anyWhole = false;
        context.fireChannelRead(bytes);
        if (!anyWhole) {
            unfinished += Math.max(0, size - takenApart);
        }
        if (!settle()) {
            context.close();
        }
    }

    /**
     * A header was taken apart: its letters are among the bytes of this read, or among those that were unfinished.
     *
     * @return false when there is no room for it
     */
    boolean add(int letters, int entry) {
        long before = Math.min(unfinished, letters);
        unfinished -= before;
        headers += letters + entry;
        boolean room = settle();
        if (room) {
            takenApart += letters - before;
        } else {
            headers -= letters + entry;
            unfinished += before;
        }
        return room;
    }

    private boolean settle() {
        long due = Math.max(0, unfinished + headers - FREE);
        if (due > taken && !budget.take(due - taken)) {
            return false;
        }
        if (due < taken) {
            budget.give(taken - due);
        }
        taken = due;
        return true;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        budget.give(taken);
        taken = 0;
    }

    /**
     * Hears that the codec has something whole: of what it was given it keeps a part of one read at most. A request's target
     * lasts as long as its headers.
     */
    private final class Messages extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            unfinished = 0;
            anyWhole = true;
            if (message instanceof HttpRequest head) {
                headers += head.uri().length();
            }
            context.fireChannelRead(message);
        }
    }

    /** Hears whose headers belong to the call under way, and that it is over. */
    private final class Calls extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest head) {
                ofThisCall += head.uri().length();
                own(head.headers());
            }
            if (message instanceof LastHttpContent end) {
                own(end.trailingHeaders());
            }
            context.fireChannelRead(message);
        }

        private void own(HttpHeaders some) {
            if (some instanceof WeighedHeaders weighed) {
                ofThisCall += weighed.weighed();
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == OneByOne.Turn.OVER) {
                headers -= ofThisCall;
                ofThisCall = 0;
                settle();
            }
            context.fireUserEventTriggered(event);
        }
    }
}
