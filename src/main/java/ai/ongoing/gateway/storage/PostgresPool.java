package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.storage.GatewayDatabase.Commits;
import ai.ongoing.gateway.storage.row.WriterConnections;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A small fixed pool: one connection writes batches, the others answer lists and health. Every transaction brings its
 * scope, limits and time zone with it, so nothing is set for a session and a pooler in between does no harm.
 */
final class PostgresPool implements WriterConnections, AutoCloseable {

    private static final int CONNECTIONS = 6;

    private static final Duration LOOKS_APART = Duration.ofSeconds(10);

    private final StalePlans plans = new StalePlans(this::evictAll);
    private final HikariDataSource pool;
    private final Commits commits;

    PostgresPool(PostgresTarget target, Commits commits) {
        this.commits = commits;
        HikariConfig config = new HikariConfig();
        config.setPoolName("postgres");
        config.setJdbcUrl(target.jdbcUrl());
        config.setDataSourceProperties(target.driverProperties());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(Duration.ofSeconds(5).toMillis());
        config.setMaxLifetime(Duration.ofMinutes(30).toMillis());
        config.setKeepaliveTime(Duration.ofMinutes(2).toMillis());
        config.setInitializationFailTimeout(-1); // the entrance has been passed; later failures belong to their callers
        config.setExceptionOverride(plans);
        this.pool = new HikariDataSource(config);
        plans.watch(pool, LOOKS_APART);
    }

    /** Softly: whoever works with a connection goes on with it. */
    private void evictAll() {
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    HikariDataSource dataSource() {
        return pool;
    }

    @Override
    public long inTransaction(WriterConnections.Work work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                state(connection);
                long result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        }
    }

    /** For this transaction alone, as a pooler may stand in between. */
    private void state(Connection connection) throws SQLException {
        if (commits == Commits.ON_DISK) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL synchronous_commit = on");
            }
        }
    }

    private static void rollBack(Connection connection, Exception first) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            first.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        plans.close();
        pool.close();
    }
}
