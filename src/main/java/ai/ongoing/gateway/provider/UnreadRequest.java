package ai.ongoing.gateway.provider;

import java.nio.ByteBuffer;

/** The reader for request bodies that are neither JSON nor a form: states nothing, keeps nothing, may be shared. */
enum UnreadRequest implements RequestReader {
    INSTANCE;

    @Override
    public void accept(ByteBuffer bytes) {
        bytes.position(bytes.limit());
    }

    @Override
    public RequestFacts facts() {
        return RequestFacts.UNKNOWN;
    }
}
