package ai.ongoing.gateway.storage.bulk.write;

import ai.ongoing.gateway.storage.bulk.TableShape;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Writes into a SQLite file: one statement prepared for a table, a large transaction a chunk. */
public final class SqliteBulkTarget implements BulkTarget {

    /** Pages held in memory, in KiB: the upper parts of every index. The whole process is to stay below 256 MiB. */
    private static final int CACHE = 32 << 10;

    /** Pages of the write-ahead log between two transfers into the file, each of which waits for the disk. */
    private static final int LOG_PAGES = 16 << 10;

    private final Connection connection;
    private final AutoCloseable lock;
    private final WriteTrouble trouble;
    private final CopyBook book;
    private final long openedAt;

    /**
     * @param connection that may write, in auto-commit mode; closed with this
     * @param lock that keeps gateways and other copies out; given back last
     */
    public SqliteBulkTarget(String location, Connection connection, AutoCloseable lock) {
        this.connection = connection;
        this.lock = lock;
        this.trouble = new WriteTrouble(location);
        this.book = new CopyBook(connection, trouble);
        trouble.in(
                "preparing",
                () -> send("PRAGMA cache_size = -" + CACHE) && send("PRAGMA wal_autocheckpoint = " + LOG_PAGES));
        this.openedAt = version();
    }

    @Override
    public CopyBook book() {
        return book;
    }

    @Override
    public long count(TableShape table) {
        return count(table, "SELECT count(*) FROM " + Names.quoted(table.name()));
    }

    @Override
    public long countBroughtIn(TableShape table) {
        return count(table, Names.broughtIn(table));
    }

    private long count(TableShape table, String query) {
        return number("counting " + table.name(), query);
    }

    /** A number that what others commit changes, and what this connection does leaves. */
    private long version() {
        return number("looking for other writers", "PRAGMA data_version");
    }

    @Override
    public boolean othersWrote() {
        return version() != openedAt;
    }

    private long number(String what, String query) {
        return trouble.in(what, () -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(query)) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    @Override
    public void clear(List<TableShape> tables) {
        trouble.in("removing rows", () -> {
            send("BEGIN IMMEDIATE");
            for (TableShape table : tables.reversed()) {
                send("DELETE FROM " + Names.quoted(table.name()));
            }
            send("DELETE FROM copy_jobs");
            return send("COMMIT");
        });
    }

    @Override
    public ChunkWriter begin(TableShape table, ChunkMode mode) {
        return trouble.in("writing " + table.name(), () -> new SqliteChunk(connection, table, book, trouble));
    }

    /** A row id goes on behind the largest one by itself; a counter of its own exists only for AUTOINCREMENT. */
    @Override
    public List<String> advanceCounters(List<TableShape> tables) {
        return List.of();
    }

    /** The lists say themselves which index leads, so nothing here depends on statistics. */
    @Override
    public void gatherStatistics(List<TableShape> tables) {}

    private boolean send(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return true;
        }
    }

    @Override
    public void close() {
        trouble.in("closing", () -> {
            connection.close();
            return true;
        });
        try {
            lock.close();
        } catch (Exception e) {
            throw new IllegalStateException("the lock was not given back", e);
        }
    }
}
