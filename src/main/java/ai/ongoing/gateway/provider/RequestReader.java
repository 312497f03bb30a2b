package ai.ongoing.gateway.provider;

import java.nio.ByteBuffer;

/** Reads one request body as its bytes pass: bounded memory, never blocks, never throws for bad input. One thread. */
public interface RequestReader {

    /** Reads the remaining bytes of the buffer; the buffer's position is left at its limit. */
    void accept(ByteBuffer bytes);

    /** What was learnt; may be asked more than once. */
    RequestFacts facts();
}
