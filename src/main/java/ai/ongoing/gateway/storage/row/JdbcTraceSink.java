package ai.ongoing.gateway.storage.row;

import ai.ongoing.gateway.trace.Trace;
import ai.ongoing.gateway.trace.TraceSink;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Stores batches, each in one transaction, in the writer's scope. Plain JDBC: the batch is the whole cost of writing.
 * Thread-safe; concurrent batches wait for each other where the backend has one writer.
 */
final class JdbcTraceSink implements TraceSink {

    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final WriterConnections connections;
    private final SqlDialect dialect;
    private final TraceBatchWriter batches;
    private final TraceCounter counter;
    private final Duration limit;

    /** @param limit how long one statement may take, where the backend can be told */
    JdbcTraceSink(
            WriterConnections connections,
            SqlDialect dialect,
            TraceBatchWriter batches,
            TraceCounter counter,
            Duration limit) {
        this.connections = connections;
        this.dialect = dialect;
        this.batches = batches;
        this.counter = counter;
        this.limit = limit;
    }

    @Override
    public void save(List<Trace> traces) {
        if (traces.isEmpty()) {
            return;
        }
        try {
            saveOnce(traces);
        } catch (SQLException e) {
            if (!(batches instanceof PostgresBatchWriter writer)
                    || !StoreFailures.sqlState(e).equals(FOREIGN_KEY_VIOLATION)) {
                throw failed(traces, e);
            }
            writer.forgetTenants();
            saveAgain(traces, e);
        }
    }

    /** Once more, with every tenant's row added first: a tenant we knew has been deleted since. */
    private void saveAgain(List<Trace> traces, SQLException first) {
        try {
            saveOnce(traces);
        } catch (SQLException second) {
            second.addSuppressed(first);
            throw failed(traces, second);
        }
    }

    private void saveOnce(List<Trace> traces) throws SQLException {
        counter.storing(() -> connections.inTransaction(connection -> {
            RowScope.WRITER.enter(connection, dialect, limit);
            return batches.insert(connection, traces);
        }));
    }

    private RuntimeException failed(List<Trace> traces, SQLException e) {
        if (batches instanceof PostgresBatchWriter writer) {
            writer.forgetTenants(); // rows added for them went with the transaction
        }
        return StoreFailures.toTraceStoreException("cannot store " + traces.size() + " traces", e);
    }
}
