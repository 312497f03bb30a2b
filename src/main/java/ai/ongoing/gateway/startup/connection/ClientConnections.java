package ai.ongoing.gateway.startup.connection;

import ai.ongoing.gateway.http.MemoryBudget;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;

/** Gives every connection of a server its limits. Thread-safe. */
public final class ClientConnections {

    private final ConnectionLimits limits;
    private final HttpDecoderConfig codec;
    private final MemoryBudget heads;

    /** @param maxHeaderBytes of one request's line, beyond which it is refused by 414, and of its headers, by 431 */
    public ClientConnections(ConnectionLimits limits, int maxHeaderBytes) {
        this.limits = limits;
        this.codec = new HttpDecoderConfig().setMaxHeaderSize(maxHeaderBytes).setMaxInitialLineLength(maxHeaderBytes);
        this.heads = new MemoryBudget(limits.heads());
    }

    /** Adds itself to a pipeline in which the server's codec stands. */
    public void install(ChannelPipeline pipeline) {
        HeaderDeadline.install(pipeline, limits.head());
        OneByOne.install(pipeline, limits.lateBody());
        HeadWeight.install(pipeline, codec, heads, OneByOne.NAME);
    }
}
