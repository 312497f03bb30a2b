package ai.ongoing.gateway.storage.bulk.write;

import ai.ongoing.gateway.storage.bulk.LogicalType;
import ai.ongoing.gateway.storage.bulk.Manifest;
import ai.ongoing.gateway.storage.bulk.TableShape;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A table of a server as COPY fills it.
 *
 * @param columns in the order of {@code shape}, and behind each document the column of its exact text
 * @param bound whether row security binds this role here
 * @param own whether this role owns the table and can lift that for itself
 */
record PostgresTable(TableShape shape, List<Column> columns, boolean bound, boolean own) {

    private static final String FACTS = """
            SELECT c.relrowsecurity AND c.relforcerowsecurity AND NOT (r.rolsuper OR r.rolbypassrls)
                   OR c.relrowsecurity AND NOT (r.rolsuper OR r.rolbypassrls)
                      AND NOT pg_has_role(current_user, c.relowner, 'USAGE'),
                   pg_has_role(current_user, c.relowner, 'USAGE')
            FROM pg_class c, pg_roles r
            WHERE c.oid = to_regclass(quote_ident(?)) AND r.rolname = current_user""";

    /**
     * One column that is sent.
     *
     * @param source the place of its value in a row
     * @param exact whether it keeps the text of the document before it
     */
    record Column(String name, WireType type, int source, boolean exact) {}

    PostgresTable {
        columns = List.copyOf(columns);
    }

    static PostgresTable of(Connection connection, TableShape shape) throws SQLException {
        Set<String> live = names(connection, shape.name());
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < shape.columns().size(); i++) {
            String name = shape.columns().get(i).name();
            columns.add(new Column(name, WireType.of(shape.columns().get(i)), i, false));
            String exact = name + Manifest.EXACT;
            if (shape.columns().get(i).type() == LogicalType.JSON && live.contains(exact)) {
                columns.add(new Column(exact, WireType.TEXT, i, true));
            }
        }
        try (PreparedStatement query = connection.prepareStatement(FACTS)) {
            query.setString(1, shape.name());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return new PostgresTable(shape, columns, row.getBoolean(1), row.getBoolean(2));
            }
        }
    }

    private static Set<String> names(Connection connection, String table) throws SQLException {
        Set<String> names = new HashSet<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT attname FROM pg_attribute"
                + " WHERE attrelid = to_regclass(quote_ident(?)) AND attnum > 0 AND NOT attisdropped")) {
            query.setString(1, table);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    names.add(row.getString(1));
                }
            }
        }
        return names;
    }

    List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }
}
