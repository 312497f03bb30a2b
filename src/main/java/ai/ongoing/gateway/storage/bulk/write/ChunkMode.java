package ai.ongoing.gateway.storage.bulk.write;

/**
 * How a chunk is written. The quick way is tried first; a database that refuses it says which of the others is needed.
 *
 * @param compare rows may be there already: equal ones are passed over, different ones refuse the chunk
 * @param careful documents may not be valid: each is examined before it is sent
 */
public record ChunkMode(boolean compare, boolean careful) {

    public static final ChunkMode QUICK = new ChunkMode(false, false);

    public static final ChunkMode COMPARING = new ChunkMode(true, false);

    ChunkMode comparing() {
        return new ChunkMode(true, careful);
    }

    ChunkMode carefully() {
        return new ChunkMode(compare, true);
    }
}
