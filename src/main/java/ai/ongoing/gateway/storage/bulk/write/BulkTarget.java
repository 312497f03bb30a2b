package ai.ongoing.gateway.storage.bulk.write;

import ai.ongoing.gateway.storage.bulk.TableShape;
import java.util.List;

/**
 * A database that whole tables are written into. It holds the lock that keeps a second copy out until it is closed. One
 * connection, for one thread; every failure is a {@link ai.ongoing.gateway.storage.bulk.BulkException}.
 */
public interface BulkTarget extends AutoCloseable {

    /** The books of the copies into this database. */
    CopyBook book();

    /** How many rows the table has, over all tenants. */
    long count(TableShape table);

    /** The same without the default tenant, which a migration puts into any database. */
    long countBroughtIn(TableShape table);

    /**
     * Removes every row of these tables, those that refer first, and the books of earlier copies, in one transaction.
     *
     * @param tables those referred to first
     */
    void clear(List<TableShape> tables);

    /**
     * Begins a chunk: one transaction, which ends with {@link ChunkWriter#commit} or is rolled back.
     *
     * @param table as it stands here
     */
    ChunkWriter begin(TableShape table, ChunkMode mode);

    /**
     * Sets every counter that fills a column of these tables behind the largest value in it.
     *
     * @return what was set, one phrase each; a value drawn from each counter was seen to be free, and was given back
     */
    List<String> advanceCounters(List<TableShape> tables);

    /** Lets the database look at what it now holds, where its plans depend on that: it would take rows for few till then. */
    void gatherStatistics(List<TableShape> tables);

    /** Whether anybody else has written here since this was opened; true where nothing tells that. */
    boolean othersWrote();

    /** Gives the lock back. */
    @Override
    void close();
}
