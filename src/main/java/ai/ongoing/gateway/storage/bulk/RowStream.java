package ai.ongoing.gateway.storage.bulk;

/** Rows of one table, read as they are asked for: memory stays bounded by the batch. For one thread at a time. */
public interface RowStream extends AutoCloseable {

    /**
     * Clears the batch and fills it with the next rows: as many as asked for, or fewer when they are large or the last.
     *
     * @return whether there is at least one
     * @throws BulkException when the database cannot be read on
     */
    boolean next(RowBatch batch, int rows);

    /** What was not read yet is left unread. */
    @Override
    void close();
}
