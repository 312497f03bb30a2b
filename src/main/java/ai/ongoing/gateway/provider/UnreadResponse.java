package ai.ongoing.gateway.provider;

import java.nio.ByteBuffer;

/** The reader for bodies nobody here can read: states nothing, keeps nothing, may be shared. */
enum UnreadResponse implements ResponseReader {
    INSTANCE;

    @Override
    public void accept(ByteBuffer bytes) {
        bytes.position(bytes.limit());
    }

    @Override
    public ResponseFacts facts(boolean complete) {
        return ResponseFacts.UNKNOWN;
    }

    @Override
    public void close() {
        // holds nothing
    }
}
