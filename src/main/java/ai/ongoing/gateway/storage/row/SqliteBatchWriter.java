package ai.ongoing.gateway.storage.row;

import static java.util.stream.Collectors.joining;

import ai.ongoing.gateway.trace.Trace;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One prepared statement, executed row by row: inside a process there is no round trip to save. The statement is
 * prepared once for the one connection that writes; only its lock holder calls here.
 */
final class SqliteBatchWriter implements TraceBatchWriter {

    private static final String INSERT = "INSERT INTO traces ("
            + TraceColumn.ALL.stream().map(TraceColumn::name).collect(joining(", "))
            + ") VALUES (" + TraceColumn.ALL.stream().map(column -> "?").collect(joining(", "))
            + ") ON CONFLICT DO NOTHING";

    @Override
    public long insert(Connection connection, List<Trace> traces) throws SQLException {
        long stored = 0;
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Trace trace : traces) {
                bind(insert, trace);
                stored += insert.executeUpdate();
            }
        }
        return stored;
    }

    private static void bind(PreparedStatement insert, Trace trace) throws SQLException {
        int parameter = 1;
        for (TraceColumn column : TraceColumn.ALL) {
            bind(insert, parameter++, value(column, trace));
        }
    }

    private static @Nullable Object value(TraceColumn column, Trace trace) {
        Object value = column.storable(trace);
        return switch (column.kind()) {
            case TIME -> value == null ? null : SqliteTime.text((Instant) value);
            case GROUP -> value == null ? "" : value;
            default -> value;
        };
    }

    private static void bind(PreparedStatement insert, int parameter, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> insert.setObject(parameter, null);
            case String text -> insert.setString(parameter, text);
            case Long number -> insert.setLong(parameter, number);
            case Double fraction -> insert.setDouble(parameter, fraction);
            default -> throw new IllegalStateException("no column holds a " + value.getClass());
        }
    }
}
