package ai.ongoing.gateway.storage.bulk.read;

import ai.ongoing.gateway.storage.bulk.BulkException;
import ai.ongoing.gateway.storage.bulk.BulkException.Reason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The tables of another program's database, asked by statements that both backends understand, on one snapshot and so that
 * nothing can be written. Every failure is a {@link BulkException}; for one thread.
 */
public final class ForeignTables implements AutoCloseable {

    /** Rows that are fetched at once, bodies and all, where the driver would read everything otherwise. */
    private static final int FETCH = 20;

    private final String location;
    private final Connection connection;
    private final BooleanSupplier still;
    private final Set<String> names;

    private ForeignTables(String location, Connection connection, BooleanSupplier still) throws SQLException {
        this.location = location;
        this.connection = connection;
        this.still = still;
        this.names = names(connection);
    }

    /**
     * Takes the connection over and begins the snapshot.
     *
     * @param first statements that keep the transaction from writing, and from ending before it is done
     * @param still whether, as far as is known, nothing was written since the connection was made
     * @throws SQLException when it cannot be read; the connection is closed then
     */
    public static ForeignTables open(String location, Connection connection, List<String> first, BooleanSupplier still)
            throws SQLException {
        try {
            // Everything is one transaction, also behind a pooler that gives each one another connection of the
            // server's;
            // reading the names of the tables fixes what all of it sees.
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                for (String sql : first) {
                    statement.execute(sql);
                }
            }
            return new ForeignTables(location, connection, still);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static Set<String> names(Connection connection) throws SQLException {
        Set<String> names = new TreeSet<>();
        try (ResultSet table = connection
                .getMetaData()
                .getTables(null, connection.getSchema(), "%", new String[] {"TABLE", "PARTITIONED TABLE"})) {
            while (table.next()) {
                names.add(table.getString("TABLE_NAME"));
            }
        }
        return names;
    }

    /** A question to the database. */
    @FunctionalInterface
    private interface Question<T> {
        T ask() throws SQLException;
    }

    /** Whether what was read is of one moment: a file that nobody had open is read without a lock, and may be written. */
    public boolean isOneSnapshot() {
        return still.getAsBoolean();
    }

    /** Where they are, fit for a log line. */
    public String location() {
        return location;
    }

    public Set<String> names() {
        return Set.copyOf(names);
    }

    /** Whether this version of the other program has that column. */
    public boolean has(String table, String column) {
        return names.contains(table)
                && asking(() -> {
                    try (Statement statement = connection.createStatement();
                            ResultSet none = statement.executeQuery("SELECT * FROM " + table + " WHERE 1 = 0")) {
                        return columns(none).contains(column);
                    }
                });
    }

    /** How many rows a table has. */
    public long count(String table) {
        return number("SELECT count(*) FROM \"" + table.replace("\"", "\"\"") + '"');
    }

    /** One number; zero for nothing. */
    public long number(String sql) {
        return asking(() -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /** Every row of an answer, read as it is used. */
    public void each(String sql, Consumer<ForeignRow> use) {
        asking(() -> {
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(FETCH);
                try (ResultSet row = statement.executeQuery(sql)) {
                    ForeignRow current = new ForeignRow(location, row, columns(row));
                    while (row.next()) {
                        use.accept(current);
                    }
                }
            }
            return true;
        });
    }

    private static Set<String> columns(ResultSet rows) throws SQLException {
        ResultSetMetaData facts = rows.getMetaData();
        Set<String> columns = new TreeSet<>();
        for (int i = 1; i <= facts.getColumnCount(); i++) {
            columns.add(facts.getColumnLabel(i).toLowerCase(Locale.ROOT));
        }
        return columns;
    }

    private <T> T asking(Question<T> question) {
        try {
            return question.ask();
        } catch (SQLException e) {
            throw new BulkException(Reason.FAILED, location + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** Ends the snapshot. */
    @Override
    public void close() {
        asking(() -> {
            connection.close();
            return true;
        });
    }
}
