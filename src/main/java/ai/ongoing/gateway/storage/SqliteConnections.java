package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.storage.GatewayDatabase.Commits;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * How connections to the file are set up. Every PRAGMA but {@code journal_mode} belongs to one connection, so each of
 * them gets them all, through the driver's configuration.
 */
final class SqliteConnections {

    /** How long a statement waits for another process's lock, in milliseconds. */
    private static final int BUSY_TIMEOUT = 5_000;

    /** A long reader lets the write-ahead log grow; afterwards it is cut back to this many bytes. */
    private static final int JOURNAL_SIZE_LIMIT = 64 << 20;

    /**
     * Pages of the write-ahead log after which it is moved into the file, 16 MB. The last pages of an index are changed by every
     * batch; this way they go into the file once for several.
     */
    private static final int LOG_PAGES = 4_000;

    /** The writer's page cache in KiB: with room for what a batch changes, nothing of it is written out early and read again. */
    private static final int WRITER_CACHE = 8 << 10;

    private static final int READERS = 4;

    /** Nanoseconds between two attempts at a file that others are opening; turning its journal takes less. */
    private static final long AGAIN = 5_000_000;

    private SqliteConnections() {}

    /** A connection outside the pool that may write: the writer's, and the schema's while it is brought to shape. */
    static Connection writing(Path file) throws SQLException {
        return writing(file, Commits.AS_USUAL);
    }

    /** As {@link #writing(Path)}; {@link Commits#ON_DISK} syncs the write-ahead log at every commit. */
    static Connection writing(Path file, Commits commits) throws SQLException {
        SQLiteConfig config = configuration();
        if (commits == Commits.ON_DISK) {
            config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        }
        config.setCacheSize(-WRITER_CACHE);
        Connection connection = opened(config, file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_autocheckpoint = " + LOG_PAGES);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Waits as long as a statement would. SQLite calls no busy handler for who turns a file's journal into a
     * write-ahead log while another does the same or closes the file as the last: it says "locked" at once.
     */
    private static Connection opened(SQLiteConfig config, Path file) throws SQLException {
        long begun = System.nanoTime();
        while (true) {
            try {
                return config.createConnection("jdbc:sqlite:" + file);
            } catch (SQLiteException e) {
                boolean busy = (e.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
                if (!busy || System.nanoTime() - begun >= BUSY_TIMEOUT * 1_000_000L) {
                    throw e;
                }
                LockSupport.parkNanos(AGAIN);
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
    }

    /** Connections that cannot write. They are made as they are asked for. */
    static HikariDataSource readers(Path file) {
        SQLiteConfig config = configuration();
        Properties properties = config.toProperties();
        properties.setProperty("query_only", "true");
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("sqlite-readers");
        pool.setJdbcUrl("jdbc:sqlite:" + file);
        pool.setDataSourceProperties(properties);
        pool.setMaximumPoolSize(READERS);
        pool.setMinimumIdle(0);
        pool.setConnectionTimeout(BUSY_TIMEOUT);
        pool.setInitializationFailTimeout(-1);
        return new HikariDataSource(pool);
    }

    private static SQLiteConfig configuration() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout(BUSY_TIMEOUT);
        config.enforceForeignKeys(true);
        config.setJournalSizeLimit(JOURNAL_SIZE_LIMIT);
        config.setGetGeneratedKeys(false);
        return config;
    }
}
