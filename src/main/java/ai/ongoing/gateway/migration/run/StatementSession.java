package ai.ongoing.gateway.migration.run;

import ai.ongoing.gateway.migration.backend.MigrationDialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Sends statements word for word, transactions among them: the driver's own would begin and end where it likes. */
record StatementSession(Connection connection, MigrationDialect dialect) {

    /** A statement of a file, untouched. */
    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    /**
     * Statements of the engine's own, in one round trip where the driver can: around each file stand a dozen, and they
     * would take longer than the file. The first failure keeps those behind it from running.
     *
     * @return how many rows each has changed; -1 where it answered with rows
     */
    List<Integer> send(List<Write> writes) throws SQLException {
        if (writes.isEmpty()) {
            return List.of();
        }
        if (dialect.severalAtOnce()) {
            return atOnce(writes);
        }
        List<Integer> counts = new ArrayList<>();
        for (Write write : writes) {
            counts.addAll(atOnce(List.of(write)));
        }
        return counts;
    }

    int send(Write write) throws SQLException {
        return atOnce(List.of(write)).getFirst();
    }

    private List<Integer> atOnce(List<Write> writes) throws SQLException {
        String sql = writes.stream().map(Write::sql).collect(Collectors.joining(";\n"));
        List<Integer> counts = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int place = 1;
            for (Write write : writes) {
                for (Object value : write.values()) {
                    statement.setObject(place++, value);
                }
            }
            boolean rows = statement.execute();
            for (int i = 0; i < writes.size(); i++) {
                counts.add(rows ? -1 : statement.getUpdateCount());
                rows = i + 1 < writes.size() && statement.getMoreResults();
            }
        }
        return counts;
    }

    void rollBack(Exception cause) {
        try {
            send(Write.of("ROLLBACK"));
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

    /** One transaction around these. */
    boolean together(Writes writes) throws SQLException {
        send(Write.all(dialect.begin()));
        try {
            boolean result = writes.write();
            send(Write.of("COMMIT"));
            return result;
        } catch (SQLException | RuntimeException e) {
            rollBack(e);
            throw e;
        }
    }
}
