package ai.ongoing.gateway.storage.bulk.write;

/** The chunk was rolled back and has to be sent again in another way. */
public final class ChunkRetry extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ChunkMode mode;

    ChunkRetry(ChunkMode mode, Throwable cause) {
        super(cause);
        this.mode = mode;
    }

    public ChunkMode mode() {
        return mode;
    }
}
