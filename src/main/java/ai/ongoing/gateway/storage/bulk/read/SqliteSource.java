package ai.ongoing.gateway.storage.bulk.read;

import static java.util.stream.Collectors.joining;

import ai.ongoing.gateway.storage.bulk.BulkException;
import ai.ongoing.gateway.storage.bulk.BulkException.Reason;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.LogicalType;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.RowKey;
import ai.ongoing.gateway.storage.bulk.RowStream;
import ai.ongoing.gateway.storage.bulk.SchemaStamp;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.storage.schema.FileLook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A SQLite file to read from. Without a log beside it nobody writes the file, and it is opened as immutable: no lock is
 * taken and no file made beside it. With one it is opened read-only in a transaction that a writer does not disturb. The
 * file is looked at again in the end, because nothing holds a writer off an immutable one.
 */
public final class SqliteSource implements BulkSource {

    /** Pages of 4 KiB: a row with large bodies, and the tree above it. */
    private static final int PAGES_READ_ONCE = 512;

    private final Path file;
    private final SqliteFailures failures;
    private final FileLook before;
    private final Connection connection;
    private final List<TableShape> tables;
    private final SqliteSoundness soundness;

    private SqliteSource(FileLook before, Connection connection, Set<String> excluded) throws SQLException {
        this.file = before.file();
        this.failures = new SqliteFailures(file);
        this.before = before;
        this.connection = connection;
        prepare();
        this.tables = new SqliteShapes(connection).read(excluded);
        this.soundness = new SqliteSoundness(connection, tables, "integrity_check");
    }

    /**
     * Opens the file and begins the snapshot.
     *
     * @param excluded tables to leave out, by name
     * @throws BulkException when there is no such file, it cannot be read, or a table is not known
     */
    public static SqliteSource open(Path file, Set<String> excluded) {
        if (!Files.isRegularFile(file)) {
            throw new BulkException(
                    Reason.UNREACHABLE, "there is no SQLite file " + file + "; name the one storage.path names");
        }
        FileLook before = FileLook.at(file);
        try {
            Connection connection = before.open();
            try {
                return new SqliteSource(before, connection, excluded);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new SqliteFailures(file).reading(e);
        }
    }

    /** The first read of the transaction is what fixes what it sees. */
    private void prepare() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = ON");
            statement.execute("PRAGMA cache_size = -32768");
            statement.execute("PRAGMA temp_store = MEMORY");
            connection.setAutoCommit(false);
            try (ResultSet encoding = statement.executeQuery("PRAGMA encoding")) {
                encoding.next();
                if (!encoding.getString(1).equals("UTF-8")) {
                    throw new BulkException(
                            Reason.SCHEMA,
                            "SQLite file " + file + " holds its text as " + encoding.getString(1)
                                    + "; make a copy in UTF-8 with sqlite3 FILE .dump and read that");
                }
            }
            number("SELECT count(*) FROM sqlite_master");
        }
    }

    @Override
    public String location() {
        return file.toString();
    }

    @Override
    public String driver() {
        return "sqlite";
    }

    @Override
    public String stillness() {
        return before.log() ? "" : before.size() + " bytes, written " + before.modified();
    }

    @Override
    public SchemaStamp schema() {
        try {
            return SchemaStamps.of(
                    connection, "SELECT count(*) FROM sqlite_master WHERE name = 'schema_migrations'", tables);
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
            return number("SELECT count(*) FROM " + SqliteRows.quoted(table.name()));
        } catch (SQLException e) {
            throw failures.reading(e);
        }
    }

    @Override
    public RowStream rows(TableShape table) {
        return rows(table, SqliteRows.select(table), List.of());
    }

    /** The order of the row ids; {@link Long#MIN_VALUE} for an empty table. */
    @Override
    public OptionalLong reach(TableShape table) {
        try {
            return OptionalLong.of(number(
                    "SELECT coalesce(max(rowid), " + Long.MIN_VALUE + ") FROM " + SqliteRows.quoted(table.name())));
        } catch (SQLException e) {
            throw failures.reading(e);
        }
    }

    @Override
    public RowStream rows(TableShape table, long behind, long upTo) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA cache_size = " + PAGES_READ_ONCE); // no page is needed twice
        } catch (SQLException e) {
            throw failures.reading(e);
        }
        String between = " WHERE rowid > " + behind + " AND rowid <= " + upTo + " ORDER BY rowid";
        return rows(table, SqliteRows.select(table) + between, List.of());
    }

    @Override
    public RowStream rowsByKey(TableShape table, @Nullable RowKey after) {
        String key = table.key().stream().map(SqliteRows::quoted).collect(joining(", "));
        String behind = after == null
                ? ""
                : " WHERE (" + key + ") > ("
                        + table.key().stream().map(column -> "?").collect(joining(", ")) + ")";
        return rows(
                table,
                SqliteRows.select(table) + behind + " ORDER BY " + key,
                after == null ? List.of() : after.parts());
    }

    @Override
    public RowBatch row(TableShape table, RowKey key) {
        String condition = table.key().stream()
                .map(column -> SqliteRows.quoted(column) + " IS ?")
                .collect(joining(" AND "));
        RowBatch batch = new RowBatch(table.columns().size());
        try (RowStream rows = rows(table, SqliteRows.select(table) + " WHERE " + condition, key.parts())) {
            rows.next(batch, 1);
            return batch;
        }
    }

    private RowStream rows(TableShape table, String sql, List<String> key) {
        try {
            PreparedStatement query = connection.prepareStatement(sql);
            for (int i = 0; i < key.size(); i++) {
                LogicalType type =
                        table.columns().get(table.indexOf(table.key().get(i))).type();
                if (type == LogicalType.INTEGER) {
                    query.setLong(i + 1, Long.parseLong(key.get(i)));
                } else {
                    query.setString(i + 1, key.get(i));
                }
            }
            return new SqliteRows(failures, table, query);
        } catch (SQLException e) {
            throw failures.reading(e);
        }
    }

    @Override
    public List<String> unsoundness() {
        return unsoundness(soundness);
    }

    @Override
    public List<String> unsoundnessAtAGlance() {
        return unsoundness(new SqliteSoundness(connection, tables, "quick_check"));
    }

    @Override
    public void stopLooking() {
        try {
            soundness.stop();
        } catch (SQLException e) {
            throw failures.reading(e);
        }
    }

    private List<String> unsoundness(SqliteSoundness looking) {
        try {
            return looking.findings();
        } catch (SQLException e) {
            BulkException failure = failures.reading(e);
            if (failure.reason() != Reason.CORRUPT) {
                throw failure;
            }
            return List.of(String.valueOf(failure.getMessage()));
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() {
        try {
            connection.rollback();
            connection.close();
        } catch (SQLException e) {
            throw failures.reading(e);
        }
        if (!before.log() && !before.equals(FileLook.at(file))) {
            throw new BulkException(
                    Reason.FAILED,
                    "SQLite file " + file + " was written while it was read, by a program that started meanwhile;"
                            + " do it again");
        }
    }
}
