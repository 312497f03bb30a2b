package ai.ongoing.gateway.storage.row;

import java.sql.Connection;
import java.sql.SQLException;

/** Where a batch gets its connection. */
@FunctionalInterface
public interface WriterConnections {

    /** Commits what the work did and returns its result, or rolls all of it back and throws. */
    long inTransaction(Work work) throws SQLException;

    /** What is done in the transaction. */
    @FunctionalInterface
    interface Work {
        long on(Connection connection) throws SQLException;
    }
}
