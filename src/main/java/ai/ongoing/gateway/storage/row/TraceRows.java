package ai.ongoing.gateway.storage.row;

import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.trace.TraceReader;
import ai.ongoing.gateway.trace.TraceSink;
import java.time.Duration;
import javax.sql.DataSource;

/** The trace ports on an open database: all that the rest of storage needs of this package. Thread-safe. */
public final class TraceRows {

    /** How long one statement of a batch or a list may take. */
    private static final Duration STATEMENT_LIMIT = Duration.ofSeconds(30);

    private final DataSource readers;
    private final SqlDialect dialect;
    private final ScopedTransactions transactions;
    private final TraceCounter counter = new TraceCounter();
    private final TraceSink sink;
    private final TraceReader reader;

    private TraceRows(DataSource readers, SqlDialect dialect, WriterConnections writers, TraceBatchWriter batches) {
        this.readers = readers;
        this.dialect = dialect;
        this.transactions = new ScopedTransactions(readers, dialect, STATEMENT_LIMIT);
        this.sink = new JdbcTraceSink(writers, dialect, batches, counter, STATEMENT_LIMIT);
        this.reader = new JdbcTraceReader(transactions);
    }

    public static TraceRows sqlite(DataSource readers, WriterConnections writer) {
        return new TraceRows(readers, SqliteDialect.INSTANCE, writer, new SqliteBatchWriter());
    }

    public static TraceRows postgres(DataSource readers, WriterConnections writers) {
        return new TraceRows(readers, PostgresDialect.INSTANCE, writers, new PostgresBatchWriter());
    }

    /** Only the reader, for whoever writes nothing. */
    public static TraceReader sqliteReader(DataSource readers) {
        return reader(readers, SqliteDialect.INSTANCE);
    }

    /** Only the reader, for whoever writes nothing. */
    public static TraceReader postgresReader(DataSource readers) {
        return reader(readers, PostgresDialect.INSTANCE);
    }

    private static TraceReader reader(DataSource readers, SqlDialect dialect) {
        return new JdbcTraceReader(new ScopedTransactions(readers, dialect, STATEMENT_LIMIT));
    }

    public TraceSink sink() {
        return sink;
    }

    public TraceReader reader() {
        return reader;
    }

    /** Whether nobody has stored anything; reads one row. */
    public boolean areNone() {
        return transactions.read(
                TenantScope.operator(),
                client -> client.sql("SELECT count(*) FROM (SELECT 1 FROM traces LIMIT 1) AS first_row")
                        .query(Long.class)
                        .single()
                        .equals(0L));
    }

    /** How many are known to be stored; see {@link #counted}. */
    public long known() {
        return counter.value();
    }

    /** Whether the table has been counted, so that {@link #known} is exact. */
    public boolean counted() {
        return counter.exact();
    }

    /**
     * Counts the table once, reading an index to its end; batches are stored meanwhile.
     *
     * @throws ai.ongoing.gateway.trace.TraceStoreException when the store cannot answer
     */
    public void count() {
        TableSnapshot.count(readers, dialect, counter);
    }
}
