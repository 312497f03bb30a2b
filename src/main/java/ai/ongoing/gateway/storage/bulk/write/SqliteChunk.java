package ai.ongoing.gateway.storage.bulk.write;

import static java.util.stream.Collectors.joining;

import ai.ongoing.gateway.storage.bulk.ColumnShape;
import ai.ongoing.gateway.storage.bulk.LogicalType;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.storage.bulk.TimeText;
import ai.ongoing.gateway.storage.bulk.ValueTag;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A chunk on its way into a SQLite file. Every row is inserted unless its key is there, which the statement's count
 * tells at no cost; only then is the row that is there compared. Text is bound as bytes under a CAST, so that it arrives
 * byte for byte, whatever it holds.
 */
final class SqliteChunk implements ChunkWriter {

    private static final int KEYS_SHOWN = 10;

    private final Connection connection;
    private final TableShape table;
    private final CopyBook book;
    private final WriteTrouble trouble;
    private final PreparedStatement insert;
    private final List<String> different = new ArrayList<>();
    private long inserted;
    private boolean open = true;

    SqliteChunk(Connection connection, TableShape table, CopyBook book, WriteTrouble trouble) throws SQLException {
        this.connection = connection;
        this.table = table;
        this.book = book;
        this.trouble = trouble;
        send("BEGIN IMMEDIATE");
        this.insert = connection.prepareStatement(insert());
    }

    private String insert() {
        return "INSERT INTO " + Names.quoted(table.name()) + " (" + Names.list(table.columnNames()) + ") VALUES ("
                + table.columns().stream()
                        .map(column -> place(column.type().tag()))
                        .collect(joining(", "))
                + ") ON CONFLICT DO NOTHING";
    }

    private static String place(ValueTag tag) {
        return tag == ValueTag.TEXT ? "CAST(? AS TEXT)" : "?";
    }

    @Override
    public void write(RowBatch batch) {
        trouble.in("writing " + table.name(), () -> {
            for (int row = 0; row < batch.rows(); row++) {
                write(batch, row);
            }
            return true;
        });
    }

    private void write(RowBatch batch, int row) throws SQLException {
        if (!fits(batch, row)) {
            writeUnfit(batch, row);
            return;
        }
        for (int column = 0; column < batch.columns(); column++) {
            bind(insert, column + 1, batch, row, column);
        }
        count(insert.executeUpdate(), batch, row);
    }

    /** Whether each value is what its column's place in the statement expects. */
    private boolean fits(RowBatch batch, int row) {
        for (int column = 0; column < batch.columns(); column++) {
            ValueTag tag = batch.tag(row, column);
            if (tag != ValueTag.NULL && (tag == ValueTag.TEXT) != (type(column).tag() == ValueTag.TEXT)) {
                return false;
            }
        }
        return true;
    }

    /** A row that only SQLite takes, text among numbers or bytes among text: it keeps what it is, at a price. */
    private void writeUnfit(RowBatch batch, int row) throws SQLException {
        List<String> places = new ArrayList<>();
        for (int column = 0; column < batch.columns(); column++) {
            places.add(place(batch.tag(row, column)));
        }
        String sql = "INSERT INTO " + Names.quoted(table.name()) + " (" + Names.list(table.columnNames()) + ") VALUES ("
                + String.join(", ", places) + ") ON CONFLICT DO NOTHING";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int column = 0; column < batch.columns(); column++) {
                bind(statement, column + 1, batch, row, column);
            }
            count(statement.executeUpdate(), batch, row);
        }
    }

    private LogicalType type(int column) {
        return table.columns().get(column).type();
    }

    private void bind(PreparedStatement statement, int place, RowBatch batch, int row, int column) throws SQLException {
        switch (batch.tag(row, column)) {
            case NULL -> statement.setObject(place, null);
            case TEXT, BYTES -> statement.setBytes(place, batch.payload(row, column));
            case INTEGER -> statement.setLong(place, batch.number(row, column));
            case REAL -> statement.setDouble(place, batch.real(row, column));
            case INSTANT ->
                bindTime(
                        statement,
                        place,
                        batch.number(row, column),
                        table.columns().get(column));
        }
    }

    private static void bindTime(PreparedStatement statement, int place, long micros, ColumnShape column)
            throws SQLException {
        if (column.declared().contains("int")) {
            statement.setLong(place, micros);
        } else {
            statement.setString(place, new String(TimeText.of(micros), java.nio.charset.StandardCharsets.US_ASCII));
        }
    }

    private void count(int changed, RowBatch batch, int row) throws SQLException {
        if (changed > 0) {
            inserted++;
        } else if (!isThere(batch, row)) {
            if (different.size() < KEYS_SHOWN) {
                different.add(batch.key(table, row).toString());
            }
        }
    }

    /** Whether a row with exactly these values stands in the table. */
    private boolean isThere(RowBatch batch, int row) throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT 1 FROM " + Names.quoted(table.name()) + " WHERE ");
        String separator = "";
        for (int column = 0; column < batch.columns(); column++) {
            sql.append(separator)
                    .append(Names.quoted(table.columns().get(column).name()))
                    .append(" IS ")
                    .append(place(batch.tag(row, column)));
            separator = " AND ";
        }
        try (PreparedStatement query = connection.prepareStatement(sql.toString())) {
            for (int column = 0; column < batch.columns(); column++) {
                bind(query, column + 1, batch, row, column);
            }
            try (ResultSet found = query.executeQuery()) {
                return found.next();
            }
        }
    }

    @Override
    public long commit(CopyChunk line) {
        if (!different.isEmpty()) {
            throw new RowsDiffer(table.name(), different);
        }
        return trouble.in("committing rows of " + table.name(), () -> {
            book.add(line);
            send("COMMIT");
            open = false;
            return inserted;
        });
    }

    private void send(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        trouble.in("ending a chunk of " + table.name(), () -> {
            insert.close();
            if (open && !connection.isClosed()) {
                send("ROLLBACK");
            }
            return true;
        });
    }
}
