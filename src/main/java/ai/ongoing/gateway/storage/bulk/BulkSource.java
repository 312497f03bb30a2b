package ai.ongoing.gateway.storage.bulk;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A database to read whole tables from. Opened read-only on one snapshot: every answer is of the same moment, whatever is
 * written meanwhile, and nothing is ever changed. For one thread and one open {@link RowStream} at a time.
 */
public interface BulkSource extends AutoCloseable {

    /** What is read, fit for a log line: no password. */
    String location();

    /** {@code sqlite} or {@code postgres}. */
    String driver();

    /**
     * The schema's version and a fingerprint of the tables as they stand, for a report.
     *
     * @throws BulkException when the history cannot be read
     */
    SchemaStamp schema();

    /**
     * What is equal as long as nothing was written here, found without reading the rows; empty when nothing tells that.
     */
    String stillness();

    /** The tables of {@link Manifest} that stand here, those referred to before those that refer to them. */
    List<TableShape> tables();

    /** How many rows the table has: exact, reads an index. */
    long count(TableShape table);

    /** All rows in the order that is fastest to read. */
    RowStream rows(TableShape table);

    /**
     * How far the table reaches now, in an order in which a row that is added comes last unless its writer chose a place for
     * it. Empty where there is no such order.
     */
    OptionalLong reach(TableShape table);

    /**
     * Rows behind one such reach and up to another, in that order, for whoever reads each of them once.
     *
     * @throws UnsupportedOperationException where {@link #reach} is empty
     */
    RowStream rows(TableShape table, long behind, long upTo);

    /**
     * Rows in the order of the key, in this backend's own collation: an interrupted reader goes on behind the last key
     * it had, but the order of another backend may differ.
     *
     * @param after the key to go on behind; null for the beginning
     */
    RowStream rowsByKey(TableShape table, @Nullable RowKey after);

    /** The row of that key; the batch has one row, or none when there is no such row. */
    RowBatch row(TableShape table, RowKey key);

    /**
     * Looks whether the database is sound before anything is read from it.
     *
     * @return what is wrong, one sentence each with table and key; empty when all is well. Reads the whole database
     */
    List<String> unsoundness();

    /**
     * As {@link #unsoundness}, as far as is found in a quarter of the time: pages, values and references, but not whether
     * each index leads to all of its rows.
     */
    List<String> unsoundnessAtAGlance();

    /** Makes an {@link #unsoundness} that another thread is in fail soon; does nothing when there is none. */
    void stopLooking();

    /**
     * Ends the snapshot.
     *
     * @throws BulkException when the source changed in a way that the rows read may not be of one moment
     */
    @Override
    void close();
}
