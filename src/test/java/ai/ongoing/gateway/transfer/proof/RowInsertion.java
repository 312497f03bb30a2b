package ai.ongoing.gateway.transfer.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import ai.ongoing.gateway.storage.bulk.ColumnShape;
import ai.ongoing.gateway.storage.bulk.LogicalType;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.storage.bulk.TimeText;
import ai.ongoing.gateway.storage.bulk.ValueTag;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Puts logical rows into either backend with plain inserts, so that what reads them is proven by something else. */
final class RowInsertion {

    private RowInsertion() {}

    static void intoFile(Connection connection, TableShape table, RowBatch batch) throws SQLException {
        String places = table.columns().stream()
                .map(column -> column.type().tag() == ValueTag.TEXT ? "CAST(? AS TEXT)" : "?")
                .collect(joining(", "));
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table.name() + " ("
                + String.join(", ", table.columnNames()) + ") VALUES (" + places + ")")) {
            for (int row = 0; row < batch.rows(); row++) {
                for (int i = 0; i < batch.columns(); i++) {
                    bindForFile(insert, i + 1, table.columns().get(i), batch, row);
                }
                insert.executeUpdate();
            }
        }
        connection.commit();
    }

    private static void bindForFile(PreparedStatement insert, int place, ColumnShape column, RowBatch batch, int row)
            throws SQLException {
        int i = place - 1;
        switch (batch.tag(row, i)) {
            case NULL -> insert.setObject(place, null);
            case TEXT, BYTES -> insert.setBytes(place, batch.payload(row, i));
            case INTEGER -> insert.setLong(place, batch.number(row, i));
            case REAL -> insert.setDouble(place, batch.real(row, i));
            case INSTANT -> {
                if (column.declared().contains("int")) {
                    insert.setLong(place, batch.number(row, i));
                } else {
                    insert.setString(place, new String(TimeText.of(batch.number(row, i)), UTF_8));
                }
            }
        }
    }

    /** JSON goes in twice: in the server's form, and as the exact text. */
    static void intoServer(Connection connection, TableShape table, RowBatch batch) throws SQLException {
        String names = table.columns().stream()
                .map(column -> column.type() == LogicalType.JSON
                        ? column.name() + ", " + column.name() + "_exact"
                        : column.name())
                .collect(joining(", "));
        String places = table.columns().stream()
                .map(column -> column.type() == LogicalType.JSON ? "?::jsonb, ?" : "?")
                .collect(joining(", "));
        connection.setAutoCommit(false);
        try (Statement scope = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO " + table.name() + " (" + names + ") VALUES (" + places + ")")) {
            scope.execute("SET LOCAL ongoingai.scope = 'operator'");
            for (int row = 0; row < batch.rows(); row++) {
                int place = 1;
                for (int i = 0; i < batch.columns(); i++) {
                    if (table.columns().get(i).type() == LogicalType.JSON) {
                        bindForServer(insert, place++, batch, row, i);
                    }
                    bindForServer(insert, place++, batch, row, i);
                }
                insert.executeUpdate();
            }
        }
        connection.commit();
    }

    private static void bindForServer(PreparedStatement insert, int place, RowBatch batch, int row, int i)
            throws SQLException {
        switch (batch.tag(row, i)) {
            case NULL -> insert.setObject(place, null);
            case TEXT -> insert.setString(place, batch.text(row, i));
            case BYTES -> insert.setBytes(place, batch.payload(row, i));
            case INTEGER -> insert.setObject(place, batch.number(row, i));
            case REAL -> insert.setDouble(place, batch.real(row, i));
            case INSTANT -> insert.setObject(place, moment(batch.number(row, i)));
        }
    }

    private static OffsetDateTime moment(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
