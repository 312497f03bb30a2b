package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.storage.GatewayDatabase.Commits;
import ai.ongoing.gateway.storage.row.WriterConnections;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection that writes. Whoever writes holds the lock for its transaction; SQLite would let only one through
 * anyway, and waiting here is fair and cannot time out on a batch of our own.
 */
final class SqliteWriter implements WriterConnections, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteWriter.class);

    /** How long a stop waits for a foreign reader that keeps the write-ahead log from being emptied. */
    private static final Duration CHECKPOINT_PATIENCE = Duration.ofSeconds(5);

    private final ReentrantLock turn = new ReentrantLock();
    private final Path file;
    private final Connection connection;

    private SqliteWriter(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** @throws SQLException when SQLite finds the file unusable */
    static SqliteWriter open(Path file, Commits commits) throws SQLException {
        Connection connection = SqliteConnections.writing(file, commits);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM sqlite_master")) {
            rows.next(); // the first real read: it recovers a log that a killed process left, and finds damage
            return new SqliteWriter(file, connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Begins and commits by statement: the driver's own commit begins the next transaction at once, and that may fail
     * after this one has succeeded.
     */
    @Override
    public long inTransaction(WriterConnections.Work work) throws SQLException {
        turn.lock();
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            try {
                long result = work.on(connection);
                statement.execute("COMMIT");
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(statement, e);
                throw e;
            }
        } finally {
            turn.unlock();
        }
    }

    /** Some failures, a full disk among them, have rolled back already; then this one fails, and that is fine. */
    private static void rollBack(Statement statement, Exception first) {
        try {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            first.addSuppressed(e);
        }
    }

    /** Moves the whole log into the file, so that the file alone is the database. Readers must be closed before. */
    @Override
    public void close() {
        turn.lock();
        try {
            checkpoint();
            connection.close();
        } catch (SQLException e) {
            LOG.warn("{} was not closed cleanly; its -wal file belongs to it: {}", file, e.getMessage());
        } finally {
            turn.unlock();
        }
    }

    private void checkpoint() throws SQLException {
        long deadline = System.nanoTime() + CHECKPOINT_PATIENCE.toNanos();
        while (!checkpointed()) {
            if (System.nanoTime() > deadline) {
                LOG.warn("another program reads {}, so its -wal file stays and belongs to it", file);
                return;
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private boolean checkpointed() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
            return row.next() && row.getInt(1) == 0;
        }
    }
}
