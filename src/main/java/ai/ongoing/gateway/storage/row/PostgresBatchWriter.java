package ai.ongoing.gateway.storage.row;

import static java.util.stream.Collectors.joining;

import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.trace.Trace;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One statement for many rows, an array for each column: COPY is refused under row-level security, and row by row costs
 * a round trip each. Rows go in the order of their ids, so that two writers of the same rows wait for each other
 * instead of deadlocking.
 *
 * <p>Names no conflict target and returns nothing: row-level security lets a writer do neither without also letting it
 * read.
 */
final class PostgresBatchWriter implements TraceBatchWriter {

    /** A statement's share of a batch: enough rows that more gain nothing, few enough characters to hold in memory. */
    private static final int ROWS = 512;

    private static final long CHARACTERS = 4L << 20;

    /** Tenants are few; a caller who makes up more must not fill the memory. */
    private static final int KNOWN_TENANTS = 10_000;

    private static final String INSERT = "INSERT INTO traces ("
            + TraceColumn.ALL.stream().map(TraceColumn::name).collect(joining(", "))
            + ") SELECT "
            + TraceColumn.ALL.stream()
                    .map(column -> "r." + column.name() + cast(column))
                    .collect(joining(", "))
            + " FROM unnest("
            + TraceColumn.ALL.stream()
                    .map(column -> "?::" + arrayType(column) + "[]")
                    .collect(joining(", "))
            + ") AS r (" + TraceColumn.ALL.stream().map(TraceColumn::name).collect(joining(", "))
            + ") ON CONFLICT DO NOTHING";

    private static final String INSERT_ORGANIZATIONS =
            "INSERT INTO organizations (id, name) SELECT r.id, r.id FROM unnest(?::text[]) AS r (id)"
                    + " ON CONFLICT DO NOTHING";

    private static final String INSERT_WORKSPACES = "INSERT INTO workspaces (org_id, id, name)"
            + " SELECT r.org_id, r.id, r.id FROM unnest(?::text[], ?::text[]) AS r (org_id, id)"
            + " ON CONFLICT DO NOTHING";

    private final Set<Tenant> known = ConcurrentHashMap.newKeySet();

    @Override
    public long insert(Connection connection, List<Trace> traces) throws SQLException {
        addUnknownTenants(connection, traces);
        long stored = 0;
        for (List<Trace> share : shares(traces)) {
            stored += insertShare(connection, share);
        }
        return stored;
    }

    /** What was thought to be there is not: somebody deleted a tenant's row, or the transaction that added it failed. */
    void forgetTenants() {
        known.clear();
    }

    private void addUnknownTenants(Connection connection, List<Trace> traces) throws SQLException {
        List<Tenant> unknown = traces.stream()
                .map(Trace::tenant)
                .filter(tenant -> !known.contains(tenant))
                .distinct()
                .sorted(java.util.Comparator.comparing(
                                (Tenant tenant) -> tenant.org().value())
                        .thenComparing(tenant -> tenant.workspace().value()))
                .toList();
        if (unknown.isEmpty()) {
            return;
        }
        List<@Nullable Object> orgs = new ArrayList<>();
        List<@Nullable Object> workspaces = new ArrayList<>();
        for (Tenant tenant : unknown) {
            orgs.add(tenant.org().value());
            workspaces.add(tenant.workspace().value());
        }
        execute(connection, INSERT_ORGANIZATIONS, List.of(new Column("text", orgs)));
        execute(connection, INSERT_WORKSPACES, List.of(new Column("text", orgs), new Column("text", workspaces)));
        if (known.size() > KNOWN_TENANTS) {
            known.clear();
        }
        known.addAll(unknown);
    }

    private static long insertShare(Connection connection, List<Trace> traces) throws SQLException {
        List<Column> columns = new ArrayList<>(TraceColumn.ALL.size());
        for (TraceColumn column : TraceColumn.ALL) {
            List<@Nullable Object> values = new ArrayList<>(traces.size());
            for (Trace trace : traces) {
                values.add(value(column, trace));
            }
            columns.add(new Column(arrayType(column), values));
        }
        return execute(connection, INSERT, columns);
    }

    private static long execute(Connection connection, String sql, List<Column> columns) throws SQLException {
        List<Array> arrays = new ArrayList<>(columns.size());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Column column : columns) {
                Array array = connection.createArrayOf(column.type(), column.array());
                arrays.add(array);
                statement.setArray(arrays.size(), array);
            }
            return statement.executeLargeUpdate();
        } finally {
            for (Array array : arrays) {
                array.free();
            }
        }
    }

    /** The values of a column, in the order of the rows. */
    private record Column(String type, List<@Nullable Object> values) {

        /**
         * Of the values' own type: then the driver sends lengths and bytes. Of objects it makes one text, in which every quote of
         * a JSON document has to be escaped here and read again there.
         */
        @Nullable
        Object[] array() {
            return switch (type) {
                case "int8" -> values.toArray(new Long[0]);
                case "float8" -> values.toArray(new Double[0]);
                default -> values.toArray(new String[0]);
            };
        }
    }

    private static @Nullable Object value(TraceColumn column, Trace trace) {
        Object value = column.storable(trace);
        return switch (column.kind()) {
            case JSON, GROUP -> value instanceof String text && text.isBlank() ? null : value;
            case TIME -> value == null ? null : value.toString();
            default -> value;
        };
    }

    private static String arrayType(TraceColumn column) {
        return switch (column.kind()) {
            case TEXT, INDEXED, GROUP, JSON, TIME -> "text";
            case INT, LONG -> "int8";
            case DOUBLE -> "float8";
        };
    }

    private static String cast(TraceColumn column) {
        return switch (column.kind()) {
            case JSON -> "::jsonb";
            case TIME -> "::timestamptz";
            case INT -> "::integer";
            case TEXT, INDEXED, GROUP, LONG, DOUBLE -> "";
        };
    }

    private static List<List<Trace>> shares(List<Trace> traces) {
        List<Trace> ordered = traces.stream()
                .sorted(java.util.Comparator.comparing(Trace::id))
                .collect(Collectors.toCollection(ArrayList::new));
        List<List<Trace>> shares = new ArrayList<>();
        int start = 0;
        long characters = 0;
        for (int i = 0; i < ordered.size(); i++) {
            long size = size(ordered.get(i));
            if (i > start && (i - start == ROWS || characters + size > CHARACTERS)) {
                shares.add(ordered.subList(start, i));
                start = i;
                characters = 0;
            }
            characters += size;
        }
        shares.add(ordered.subList(start, ordered.size()));
        return shares;
    }

    private static long size(Trace trace) {
        return (long) trace.request().body().text().length()
                + trace.response().body().text().length()
                + trace.request().headersJson().length()
                + trace.response().headersJson().length()
                + trace.metadataJson().length();
    }
}
