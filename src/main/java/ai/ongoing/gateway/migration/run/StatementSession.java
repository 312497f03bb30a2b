package ai.ongoing.gateway.migration.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Sends statements word for word, transactions among them: the driver's own would begin and end where it likes. */
record StatementSession(Connection connection) {

    /** Sends several in one round trip: around each file stand a dozen, and they would take longer than the file. */
    void send(List<String> statements) throws SQLException {
        if (statements.isEmpty()) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(String.join(";\n", statements));
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
