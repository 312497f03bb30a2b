package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.storage.schema.SchemaSession.Connections;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.core.BaseConnection;

/**
 * Opens connections that keep their server process, and refuses those that a pooler in transaction mode lends one to:
 * there neither a lock nor a setting stays, and both would fall to a stranger. Directly connected it costs one question.
 */
record DirectConnections(Connections connections) implements Connections {

    /** What an operator reads about such a pooler. */
    static final String POOLER = "the migration lock cannot be held: a pooler in transaction mode stands between the"
            + " gateway and PostgreSQL. Set storage.migration_dsn to a direct connection.";

    @Override
    public Connection open() throws SQLException {
        Connection opened = connections.open();
        try {
            // A pooler makes up the process it announces; one in session mode does too, but shares none.
            int process = process(opened);
            if (opened.unwrap(BaseConnection.class).getQueryExecutor().getBackendPID() != process
                    && shared(opened, process)) {
                throw new MigrationException(Reason.LOCKED, POOLER);
            }
            return opened;
        } catch (SQLException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** Whether a second client meets the process of the first, or the first does not meet it again. */
    private boolean shared(Connection opened, int process) throws SQLException {
        try (Connection second = connections.open()) {
            return process(second) == process || process(opened) != process;
        }
    }

    private static int process(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }
}
