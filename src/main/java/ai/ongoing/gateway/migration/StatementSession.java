package ai.ongoing.gateway.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Sends statements word for word, transactions among them: the driver's own would begin and end where it likes. */
record StatementSession(Connection connection) {

    void send(List<String> statements) throws SQLException {
        for (String sql : statements) {
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                statement.execute(sql);
            }
        }
    }

    void rollBack(Exception cause) {
        try {
            send(List.of("ROLLBACK"));
        } catch (SQLException e) {
            // A full disk or a lost connection has rolled back already; the first failure is the one to tell.
            cause.addSuppressed(e);
        }
    }

    /** What is written together. */
    @FunctionalInterface
    interface Writes {
        boolean write() throws SQLException;
    }

    /** One transaction that these statements begin. */
    boolean together(List<String> begin, Writes writes) throws SQLException {
        send(begin);
        try {
            boolean result = writes.write();
            send(List.of("COMMIT"));
            return result;
        } catch (SQLException | RuntimeException e) {
            rollBack(e);
            throw e;
        }
    }
}
