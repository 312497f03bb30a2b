package ai.ongoing.gateway.proxy;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Sees one exchange pass. The two directions may run on two event loops at once, and {@link #finished} may come from
 * either or from a third thread; implementations guard themselves. Buffers are views that are valid during the
 * call only: copy, never keep, never write. Nothing here may block or throw.
 */
public interface ExchangeObserver {

    /** The id under which the call will be stored, shown to the client. */
    String traceId();

    /** Bytes of the request body, on their way to the provider. */
    void requestBytes(ByteBuffer bytes);

    /**
     * The answer's head, on its way to the client: the provider's, or the gateway's own when there is none.
     *
     * @param headers name, value, name, value, ... in order
     */
    void responseHead(int status, List<String> headers);

    /** Bytes of the provider's answer, in the coding they have on the wire, on their way to the client. */
    void responseBytes(ByteBuffer bytes);

    /**
     * The exchange is over: called at least once whatever ends it; only the first call counts. Comes before the last
     * byte of a complete answer goes to the client.
     *
     * @param answerWhole whether the provider's answer reached its end, even if the client was no longer there
     */
    void finished(Ending ending, boolean answerWhole);

    /** What ended an exchange. */
    enum Ending {
        /** The provider's answer reached its end and was sent on whole. */
        COMPLETE,
        /** The client went away before the end. */
        CLIENT_DISCONNECTED,
        /** The provider could not be reached, fell silent or broke off before the end. */
        UPSTREAM_ERROR,
        /** The gateway stopped before the end. */
        INTERRUPTED
    }
}
