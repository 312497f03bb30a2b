package ai.ongoing.gateway.storage.bulk.write;

import ai.ongoing.gateway.storage.bulk.RowBatch;

/** One chunk of one table: rows, then the line in the books, in one transaction. */
public interface ChunkWriter extends AutoCloseable {

    /** Sends the rows of a batch. The batch may be used again afterwards. */
    void write(RowBatch batch);

    /**
     * Writes the line and commits both.
     *
     * @return how many rows were not there before
     * @throws ChunkRetry when the chunk has to be written again in another way
     * @throws RowsDiffer when rows are there under the same keys and are not equal
     */
    long commit(CopyChunk line);

    /** Rolls back what was not committed. */
    @Override
    void close();
}
