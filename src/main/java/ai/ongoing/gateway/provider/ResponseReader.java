package ai.ongoing.gateway.provider;

import java.nio.ByteBuffer;

/**
 * Reads one response body as its bytes pass, in the content coding they have on the wire: bounded memory, never blocks,
 * never throws for bad input. Not thread-safe: one exchange, one thread at a time.
 */
public interface ResponseReader extends AutoCloseable {

    /** Reads the remaining bytes of the buffer; the buffer's position is left at its limit. */
    void accept(ByteBuffer bytes);

    /**
     * What was learnt so far.
     *
     * @param complete whether the body reached its end; otherwise counts are labelled {@link UsageSource#PARTIAL}
     */
    ResponseFacts facts(boolean complete);

    /** Frees the decoder; {@link #facts} must have been asked before. */
    @Override
    void close();
}
