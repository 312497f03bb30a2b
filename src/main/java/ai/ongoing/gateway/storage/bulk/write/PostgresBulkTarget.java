package ai.ongoing.gateway.storage.bulk.write;

import ai.ongoing.gateway.storage.bulk.BulkException;
import ai.ongoing.gateway.storage.bulk.BulkException.Reason;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.storage.bulk.TimeLimits;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes into a PostgreSQL database by COPY. Works in the operator's scope, which it states in each transaction; an owner
 * whom its own policies bind lifts that for itself within the transaction, because COPY is refused under row security.
 */
public final class PostgresBulkTarget implements BulkTarget {

    /** {@code ongoingai copy} in no more than eight bytes; nothing else takes this advisory lock. */
    private static final long LOCK = 0x6f6e676f_636f7079L;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final List<String> SCOPE = List.of(
            "SET LOCAL row_security = on",
            "SET LOCAL ongoingai.scope = 'operator'",
            "SET LOCAL synchronous_commit = off",
            "SET LOCAL statement_timeout = 0");

    private static final String HOLDER = """
            SELECT 'process ' || a.pid || ' from ' || coalesce(a.client_addr::text, 'the same machine') || ' since '
                   || to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS TZ')
            FROM pg_locks l JOIN pg_stat_activity a USING (pid)
            WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND (l.classid::bigint << 32 | l.objid::bigint) = ?
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())""";

    private static final String COUNTERS = """
            SELECT a.attname, pg_get_serial_sequence(quote_ident(c.relname), a.attname)
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.oid = to_regclass(quote_ident(?)) AND a.attnum > 0 AND NOT a.attisdropped
              AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL""";

    private final String location;
    private final Connection connection;
    private final WriteTrouble trouble;
    private final CopyBook book;
    private final Map<String, PostgresTable> known = new ConcurrentHashMap<>();

    /**
     * Takes the copy's lock, and lifts the server's limits of time for as long: what the books are asked begins a
     * transaction too, and while the source is looked at or the proof is read, this end waits.
     *
     * @param connection outside any pool; closed with this
     * @throws BulkException when another copy into this database runs
     */
    public PostgresBulkTarget(String location, Connection connection) {
        this.location = location;
        this.connection = connection;
        this.trouble = new WriteTrouble(location);
        this.book = new CopyBook(connection, trouble);
        trouble.in("preparing", () -> {
            connection.setAutoCommit(false);
            lock();
            send(TimeLimits.LIFTED);
            connection.commit();
            return true;
        });
    }

    /** Waits a little: the process of a copy that was killed just now may not have noticed yet. */
    private void lock() throws SQLException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!taken()) {
            if (System.nanoTime() > deadline) {
                throw new BulkException(
                        Reason.HELD,
                        "another copy into " + location + " runs (" + holder() + "); wait for it, or stop it.");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private boolean taken() throws SQLException {
        try (PreparedStatement take = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            take.setLong(1, LOCK);
            try (ResultSet taken = take.executeQuery()) {
                taken.next();
                return taken.getBoolean(1);
            }
        }
    }

    private String holder() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(HOLDER)) {
            query.setLong(1, LOCK);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) : "it has just ended";
            }
        }
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
        return patiently("counting " + table.name(), () -> {
            enter();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(query)) {
                row.next();
                long count = row.getLong(1);
                connection.commit();
                return count;
            }
        });
    }

    /**
     * For statements over whole tables, which take longer than an answer is waited for elsewhere. After a failure the
     * connection is not used again.
     */
    private <T> T patiently(String what, WriteTrouble.Work<T> work) {
        return trouble.in(what, () -> {
            int usual = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, 0);
            T done = work.run();
            connection.setNetworkTimeout(Runnable::run, usual);
            return done;
        });
    }

    @Override
    public void clear(List<TableShape> tables) {
        patiently("removing rows", () -> {
            enter();
            for (TableShape table : tables.reversed()) {
                send("DELETE FROM " + Names.quoted(table.name()));
            }
            send("DELETE FROM copy_jobs");
            connection.commit();
            return true;
        });
    }

    @Override
    public ChunkWriter begin(TableShape table, ChunkMode mode) {
        return trouble.in("writing " + table.name(), () -> {
            PostgresTable target = known.get(table.name());
            if (target == null) {
                target = PostgresTable.of(connection, table);
                known.put(table.name(), target);
            }
            enter();
            PostgresChunk chunk = new PostgresChunk(connection, target, mode, trouble, book);
            chunk.open();
            return chunk;
        });
    }

    @Override
    public List<String> advanceCounters(List<TableShape> tables) {
        return patiently("setting counters", () -> {
            List<String> set = new ArrayList<>();
            enter();
            for (TableShape table : tables) {
                for (Map.Entry<String, String> counter : counters(table.name()).entrySet()) {
                    set.add(advance(table.name(), counter.getKey(), counter.getValue()));
                }
            }
            connection.commit();
            return set;
        });
    }

    /** What has no right to do so is told by the server in a warning, and left as it is. */
    @Override
    public void gatherStatistics(List<TableShape> tables) {
        patiently("gathering statistics", () -> {
            enter();
            for (TableShape table : tables) {
                send("ANALYZE " + Names.quoted(table.name()));
            }
            connection.commit();
            return true;
        });
    }

    @Override
    public boolean othersWrote() {
        return true;
    }

    private Map<String, String> counters(String table) throws SQLException {
        Map<String, String> counters = new java.util.LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement(COUNTERS)) {
            query.setString(1, table);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    counters.put(row.getString(1), row.getString(2));
                }
            }
        }
        return counters;
    }

    /** The counter's next value is one that no row has. */
    private String advance(String table, String column, String sequence) throws SQLException {
        String largest = "(SELECT coalesce(max(" + Names.quoted(column) + "), 0) FROM " + Names.quoted(table) + ")";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT setval('" + sequence.replace("'", "''") + "', " + largest
                        + " + 1, false), " + largest)) {
            row.next();
            if (row.getLong(1) <= row.getLong(2)) {
                throw new SQLException(
                        "the counter " + sequence + " stands at " + row.getLong(1) + ", and a row has it already");
            }
            return table + "." + column + " goes on at " + row.getLong(1);
        }
    }

    /** Begins a transaction that sees every tenant's rows. A crash of the server costs no more than the last chunks. */
    private void enter() throws SQLException {
        for (String statement : SCOPE) {
            send(statement);
        }
    }

    private void send(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        trouble.in("closing", () -> {
            connection.close();
            return true;
        });
    }
}
