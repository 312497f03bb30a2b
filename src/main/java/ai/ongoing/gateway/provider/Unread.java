package ai.ongoing.gateway.provider;

import java.nio.ByteBuffer;

/** The reader for bodies nobody here can read, such as audio: states nothing, keeps nothing, may be shared. */
enum Unread implements RequestReader, ResponseReader {
    INSTANCE;

    @Override
    public void accept(ByteBuffer bytes) {
        bytes.position(bytes.limit());
    }

    @Override
    public RequestFacts facts() {
        return RequestFacts.UNKNOWN;
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
