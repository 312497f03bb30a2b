package ai.ongoing.gateway.storage.row;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/** One long read of the whole table, for the counter. Its time limit is the counting's own: it runs beside the traffic. */
final class TableSnapshot implements TraceCounter.Snapshot {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Connection connection;
    private final SqlDialect dialect;

    private TableSnapshot(Connection connection, SqlDialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /** @throws ai.ongoing.gateway.trace.TraceStoreException when the store cannot answer */
    static void count(DataSource dataSource, SqlDialect dialect, TraceCounter counter) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setTransactionIsolation(
                    dialect instanceof PostgresDialect
                            ? Connection.TRANSACTION_REPEATABLE_READ
                            : Connection.TRANSACTION_SERIALIZABLE);
            connection.setAutoCommit(false);
            try {
                counter.count(new TableSnapshot(connection, dialect));
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw StoreFailures.toTraceStoreException("cannot count the traces", e);
        }
    }

    /** The first read of a transaction is what fixes what it sees, on both backends. */
    @Override
    public void take() throws SQLException {
        RowScope.OPERATOR.enter(connection, dialect, LIMIT);
        number("SELECT count(*) FROM (SELECT 1 FROM traces LIMIT 1) AS first_row");
    }

    @Override
    public long count() throws SQLException {
        return number("SELECT count(*) FROM traces");
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
