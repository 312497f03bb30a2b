package ai.ongoing.gateway.storage.bulk.read;

import static java.util.stream.Collectors.joining;

import ai.ongoing.gateway.storage.bulk.ColumnShape;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.RowStream;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.storage.bulk.TimeText;
import ai.ongoing.gateway.storage.bulk.ValueTag;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a SQLite table. Values are read as the bytes they are stored as, so that text which is no UTF-8 is seen, and
 * numbers come in decimal as they are needed. One more column says what each value really is, in rows where any is not
 * what its column declares: asking for each value would cost as much as reading it.
 */
final class SqliteRows implements RowStream {

    private final SqliteFailures failures;
    private final List<ColumnShape> columns;
    private final PreparedStatement query;
    private final ResultSet rows;

    /** Takes the statement over, its parameters bound: closing the rows closes it. */
    SqliteRows(SqliteFailures failures, TableShape table, PreparedStatement query) throws SQLException {
        this.failures = failures;
        this.columns = table.columns();
        this.query = query;
        this.rows = query.executeQuery();
    }

    /** The query of all rows, without a condition. */
    static String select(TableShape table) {
        String names =
                table.columns().stream().map(column -> quoted(column.name())).collect(joining(", "));
        String odd = table.columns().stream().map(SqliteRows::isOdd).collect(joining(" OR "));
        String classes = table.columns().stream()
                .map(column -> "typeof(" + quoted(column.name()) + ")")
                .collect(joining(" || ' ' || "));
        return "SELECT " + names + ", CASE WHEN " + odd + " THEN " + classes + " END FROM " + quoted(table.name());
    }

    /** NULL is asked for first: half of a call's columns hold it, and the function costs more than the question. */
    private static String isOdd(ColumnShape column) {
        String name = quoted(column.name());
        return "(" + name + " IS NOT NULL AND typeof(" + name + ") <> '" + storageClass(column) + "')";
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String storageClass(ColumnShape column) {
        return switch (column.type()) {
            case TEXT, JSON -> "text";
            case INTEGER, BOOL -> "integer";
            case REAL -> "real";
            case INSTANT -> column.declared().contains("int") ? "integer" : "text";
            case BYTES -> "blob";
        };
    }

    @Override
    public boolean next(RowBatch batch, int limit) {
        batch.clear();
        try {
            while (batch.rows() < limit && !batch.full() && rows.next()) {
                add(batch);
            }
        } catch (SQLException e) {
            throw failures.reading(e);
        }
        return batch.rows() > 0;
    }

    private void add(RowBatch batch) throws SQLException {
        String classes = rows.getString(columns.size() + 1);
        List<String> odd = classes == null ? List.of() : List.of(classes.split(" ", -1));
        for (int i = 0; i < columns.size(); i++) {
            ColumnShape column = columns.get(i);
            add(batch, i + 1, column, odd.isEmpty() ? storageClass(column) : odd.get(i));
        }
    }

    private void add(RowBatch batch, int place, ColumnShape column, String storageClass) throws SQLException {
        if (storageClass.equals("real")) {
            addReal(batch, place);
            return;
        }
        byte @Nullable [] value = rows.getBytes(place);
        if (value == null) {
            batch.addNull();
            return;
        }
        switch (storageClass) {
            case "integer" -> {
                boolean instant =
                        column.declared().contains("int") && column.type().tag() == ValueTag.INSTANT;
                batch.add(instant ? ValueTag.INSTANT : ValueTag.INTEGER, value, 0, value.length);
            }
            case "blob" -> batch.addBytes(value);
            default -> addText(batch, column, value);
        }
    }

    private void addReal(RowBatch batch, int place) throws SQLException {
        double number = rows.getDouble(place);
        if (number == 0 && rows.wasNull()) {
            batch.addNull();
        } else {
            batch.addReal(number);
        }
    }

    private static void addText(RowBatch batch, ColumnShape column, byte[] text) {
        long micros = column.type().tag() == ValueTag.INSTANT ? TimeText.micros(text) : TimeText.NONE;
        if (micros == TimeText.NONE) {
            batch.addText(text);
        } else {
            batch.addInstant(micros);
        }
    }

    @Override
    public void close() {
        try {
            rows.close();
            query.close();
        } catch (SQLException e) {
            throw failures.reading(e);
        }
    }
}
