package ai.ongoing.gateway.storage.bulk.read;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import ai.ongoing.gateway.storage.bulk.BulkException;
import ai.ongoing.gateway.storage.bulk.BulkException.Reason;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.LogicalType;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.RowKey;
import ai.ongoing.gateway.storage.bulk.RowStream;
import ai.ongoing.gateway.storage.bulk.SchemaStamp;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.storage.bulk.TimeLimits;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/** A PostgreSQL database to read from: one repeatable-read transaction that may not write and sees every tenant. */
public final class PostgresSource implements BulkSource {

    /** All of it ends with the transaction. The operator's scope is what the policies of row-level security ask for. */
    private static final String ENTER =
            "SELECT set_config('ongoingai.scope', 'operator', true)," + " set_config('TimeZone', 'UTC', true)";

    private static final String EXACT = "SELECT c.relname || '.' || a.attname FROM pg_attribute a"
            + " JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace = current_schema()::regnamespace"
            + " AND a.attname LIKE '%\\_exact' AND NOT a.attisdropped";

    private static final String FORBIDDEN = "SELECT c.relname || ',' || current_user FROM pg_class c"
            + " WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')"
            + " AND NOT has_table_privilege(c.oid, 'SELECT')";

    private final PostgresFailures failures;
    private final Connection connection;
    private final List<TableShape> tables;
    private final Set<String> exact;

    private PostgresSource(Connection connection, String location, Set<String> excluded) throws SQLException {
        this.failures = new PostgresFailures(location);
        this.connection = connection;
        connection.setNetworkTimeout(Runnable::run, 0);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        words(ENTER);
        words(TimeLimits.LIFTED_FOR_THE_TRANSACTION);
        this.tables = new PostgresShapes(connection).read(excluded);
        this.exact = new HashSet<>(words(EXACT));
        refuseForbidden();
    }

    /**
     * Takes the connection over and begins the snapshot.
     *
     * @param location the connection string without its password
     * @param excluded tables to leave out, by name
     * @throws BulkException when the role may not read a table, or a table is not known; the connection is closed then
     */
    public static PostgresSource open(Connection connection, String location, Set<String> excluded) {
        try {
            try {
                return new PostgresSource(connection, location, excluded);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new PostgresFailures(location).reading(e);
        }
    }

    private void refuseForbidden() throws SQLException {
        Set<String> names = tables.stream().map(TableShape::name).collect(toSet());
        for (String row : words(FORBIDDEN)) {
            String table = row.substring(0, row.lastIndexOf(','));
            if (names.contains(table)) {
                String role = row.substring(row.lastIndexOf(',') + 1);
                throw new BulkException(
                        Reason.RIGHTS,
                        location() + ": role " + PostgresRows.quoted(role) + " may not read table " + table
                                + "; GRANT SELECT ON " + table + " TO " + PostgresRows.quoted(role) + ";");
            }
        }
    }

    @Override
    public String location() {
        return failures.location();
    }

    @Override
    public String driver() {
        return "postgres";
    }

    @Override
    public String stillness() {
        return "";
    }

    @Override
    public SchemaStamp schema() {
        try {
            return SchemaStamps.of(
                    connection,
                    "SELECT count(*) FROM (SELECT to_regclass('schema_migrations') AS t) AS h WHERE t IS NOT NULL",
                    tables);
        } catch (SQLException e) {
            throw failures.reading(e);
        }
    }

    @Override
    public List<TableShape> tables() {
        return tables;
    }

    @Override
    public long count(TableShape table) {
        try {
            return Long.parseLong(words("SELECT count(*) FROM " + PostgresRows.quoted(table.name()))
                    .getFirst());
        } catch (SQLException e) {
            throw failures.reading(e);
        }
    }

    @Override
    public RowStream rows(TableShape table) {
        return copy(table, "");
    }

    /** Empty: a new row takes the place of a removed one. */
    @Override
    public OptionalLong reach(TableShape table) {
        return OptionalLong.empty();
    }

    @Override
    public RowStream rows(TableShape table, long behind, long upTo) {
        throw new UnsupportedOperationException("a server's rows have no order in which they were added");
    }

    @Override
    public RowStream rowsByKey(TableShape table, @Nullable RowKey after) {
        String key = table.key().stream().map(PostgresRows::quoted).collect(joining(", "));
        String behind = after == null ? "" : " WHERE (" + key + ") > (" + literals(table, after) + ")";
        return copy(table, behind + " ORDER BY " + key);
    }

    @Override
    public RowBatch row(TableShape table, RowKey key) {
        String columns = table.key().stream().map(PostgresRows::quoted).collect(joining(", "));
        RowBatch batch = new RowBatch(table.columns().size());
        try (RowStream rows = copy(table, " WHERE (" + columns + ") = (" + literals(table, key) + ")")) {
            rows.next(batch, 1);
            return batch;
        }
    }

    private String literals(TableShape table, RowKey key) {
        List<String> literals = new ArrayList<>();
        try {
            for (int i = 0; i < key.parts().size(); i++) {
                String part = key.parts().get(i);
                LogicalType type =
                        table.columns().get(table.indexOf(table.key().get(i))).type();
                literals.add(
                        type == LogicalType.INTEGER
                                ? Long.toString(Long.parseLong(part))
                                : "'" + connection.unwrap(BaseConnection.class).escapeString(part) + "'");
            }
        } catch (SQLException e) {
            throw failures.reading(e);
        }
        return String.join(", ", literals);
    }

    private RowStream copy(TableShape table, String rest) {
        try {
            return PostgresRows.of(failures, table, connection, PostgresRows.select(table, exact) + rest);
        } catch (SQLException e) {
            throw failures.reading(e);
        }
    }

    /** The server holds its own pages and references to account; a file of its own to check there is none. */
    @Override
    public List<String> unsoundness() {
        return List.of();
    }

    @Override
    public List<String> unsoundnessAtAGlance() {
        return List.of();
    }

    @Override
    public void stopLooking() {}

    private List<String> words(String sql) throws SQLException {
        List<String> words = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                words.add(rows.getString(1));
            }
        }
        return words;
    }

    @Override
    public void close() {
        try {
            connection.rollback();
            connection.close();
        } catch (SQLException e) {
            throw failures.reading(e);
        }
    }
}
