package ai.ongoing.gateway.storage.bulk.read;

import ai.ongoing.gateway.storage.bulk.ColumnShape;
import ai.ongoing.gateway.storage.bulk.ForeignKey;
import ai.ongoing.gateway.storage.bulk.LogicalType;
import ai.ongoing.gateway.storage.bulk.Manifest;
import ai.ongoing.gateway.storage.bulk.TableShape;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What tables stand in a SQLite file, from its catalogue. */
record SqliteShapes(Connection connection) {

    private static final String TABLES =
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
    private static final String COLUMNS =
            "SELECT name, type, \"notnull\", pk FROM pragma_table_info(?) ORDER BY name COLLATE BINARY";
    private static final String REFERENCES =
            "SELECT id, \"table\", \"from\", \"to\" FROM pragma_foreign_key_list(?) ORDER BY id, seq";

    List<TableShape> read(Set<String> excluded) throws SQLException {
        List<TableShape> tables = new ArrayList<>();
        for (Manifest moved : Manifest.moved(names(), excluded)) {
            tables.add(table(moved));
        }
        return Manifest.ordered(tables);
    }

    private List<String> names() throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private TableShape table(Manifest moved) throws SQLException {
        List<ColumnShape> columns = new ArrayList<>();
        Map<Integer, String> key = new java.util.TreeMap<>();
        try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
            query.setString(1, moved.name());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    String name = rows.getString(1);
                    String declared = rows.getString(2).toLowerCase(Locale.ROOT);
                    LogicalType type = moved.json().contains(name) ? LogicalType.JSON : type(name, declared);
                    columns.add(new ColumnShape(name, type, !rows.getBoolean(3), false, declared));
                    if (rows.getInt(4) > 0) {
                        key.put(rows.getInt(4), name);
                    }
                }
            }
        }
        columns.sort(Comparator.comparing(ColumnShape::name));
        return new TableShape(
                moved.name(), columns, key.isEmpty() ? moved.key() : List.copyOf(key.values()), references(moved));
    }

    private List<ForeignKey> references(Manifest moved) throws SQLException {
        Map<Integer, ForeignKey> keys = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement(REFERENCES)) {
            query.setString(1, moved.name());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    keys.merge(
                            rows.getInt(1),
                            new ForeignKey(List.of(rows.getString(3)), rows.getString(2), List.of(rows.getString(4))),
                            SqliteShapes::joined);
                }
            }
        }
        return List.copyOf(keys.values());
    }

    private static ForeignKey joined(ForeignKey first, ForeignKey second) {
        List<String> columns = new ArrayList<>(first.columns());
        columns.addAll(second.columns());
        List<String> referred = new ArrayList<>(first.referred());
        referred.addAll(second.referred());
        return new ForeignKey(columns, first.table(), referred);
    }

    /**
     * By SQLite's own rules of affinity, and by the words our files use for what it has no type for: a time is a
     * DATETIME in the inherited tables, and an INTEGER of microseconds under a name that ends in {@code _at} elsewhere.
     */
    private static LogicalType type(String name, String declared) {
        return switch (declared) {
            case "datetime", "timestamp" -> LogicalType.INSTANT;
            case "boolean" -> LogicalType.BOOL;
            case "real", "double", "double precision", "float" -> LogicalType.REAL;
            case "blob", "" -> LogicalType.BYTES;
            default -> {
                if (!declared.contains("int")) {
                    yield LogicalType.TEXT;
                }
                yield name.endsWith("_at") ? LogicalType.INSTANT : LogicalType.INTEGER;
            }
        };
    }
}
