package ai.ongoing.gateway.storage.row;

import static java.util.stream.Collectors.joining;

import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.trace.Trace;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

    private static final String INSERT_ORGANIZATION =
            "INSERT INTO organizations (id, name, created_at) VALUES (?1, ?1, ?2) ON CONFLICT DO NOTHING";

    private static final String INSERT_WORKSPACE =
            "INSERT INTO workspaces (org_id, id, name, created_at) VALUES (?1, ?2, ?2, ?3) ON CONFLICT DO NOTHING";

    @Override
    public long insert(Connection connection, List<Trace> traces) throws SQLException {
        addTenants(connection, traces);
        long stored = 0;
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Trace trace : traces) {
                bind(insert, trace);
                stored += insert.executeUpdate();
            }
        }
        return stored;
    }

    /** No key ties a call to its tenant here, but the same rows on a server would need one: so a file can move there. */
    private static void addTenants(Connection connection, List<Trace> traces) throws SQLException {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        try (PreparedStatement organization = connection.prepareStatement(INSERT_ORGANIZATION);
                PreparedStatement workspace = connection.prepareStatement(INSERT_WORKSPACE)) {
            for (Tenant tenant : traces.stream().map(Trace::tenant).distinct().toList()) {
                organization.setString(1, tenant.org().value());
                organization.setLong(2, now);
                organization.executeUpdate();
                workspace.setString(1, tenant.org().value());
                workspace.setString(2, tenant.workspace().value());
                workspace.setLong(3, now);
                workspace.executeUpdate();
            }
        }
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
