package ai.ongoing.gateway.architecture.planted.api;

import io.netty.buffer.ByteBuf;

/** The API must not see a reference-counted buffer. */
public record NettyInTheApi(ByteBuf buffer) {}
