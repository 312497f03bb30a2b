package ai.ongoing.gateway.storage.row;

import ai.ongoing.gateway.trace.Trace;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** How one backend stores a batch inside a transaction that is already open and already has its scope. */
@FunctionalInterface
interface TraceBatchWriter {

    /**
     * Inserts what is not there yet.
     *
     * @return how many rows are new
     */
    long insert(Connection connection, List<Trace> traces) throws SQLException;
}
