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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** What tables stand in the current schema of a PostgreSQL database, from its catalogue. */
record PostgresShapes(Connection connection) {

    private static final String TABLES = """
            SELECT relname FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND relname <> ?
            ORDER BY relname COLLATE "C\"""";
    private static final String COLUMNS = """
            SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull FROM pg_attribute a
            WHERE a.attrelid = to_regclass(quote_ident(?)) AND a.attnum > 0 AND NOT a.attisdropped""";
    private static final String KEY = """
            SELECT a.attname FROM pg_constraint k
            CROSS JOIN LATERAL unnest(k.conkey) WITH ORDINALITY AS part(number, place)
            JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = part.number
            WHERE k.conrelid = to_regclass(quote_ident(?)) AND k.contype = 'p' ORDER BY part.place""";
    private static final String REFERENCES = """
            SELECT t.relname,
                   ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS part(number, place)
                         JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = part.number ORDER BY place),
                   ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS part(number, place)
                         JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = part.number ORDER BY place)
            FROM pg_constraint k JOIN pg_class t ON t.oid = k.confrelid
            WHERE k.conrelid = to_regclass(quote_ident(?)) AND k.contype = 'f' ORDER BY k.conname""";

    /** One row of a catalogue query. */
    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    List<TableShape> read(Set<String> excluded) throws SQLException {
        List<String> live = ask(TABLES, "", row -> row.getString(1));
        List<TableShape> tables = new ArrayList<>();
        for (Manifest moved : Manifest.moved(live, excluded)) {
            tables.add(table(moved));
        }
        return Manifest.ordered(tables);
    }

    private TableShape table(Manifest moved) throws SQLException {
        List<ColumnShape> columns = ask(
                COLUMNS, moved.name(), row -> column(moved, row.getString(1), row.getString(2), !row.getBoolean(3)));
        columns.removeIf(column -> column.name().endsWith(Manifest.EXACT));
        columns.sort(Comparator.comparing(ColumnShape::name));
        List<String> key = ask(KEY, moved.name(), row -> row.getString(1));
        List<ForeignKey> references =
                ask(REFERENCES, moved.name(), row -> new ForeignKey(names(row, 2), row.getString(1), names(row, 3)));
        return new TableShape(moved.name(), columns, key.isEmpty() ? moved.key() : key, references);
    }

    static ColumnShape column(Manifest moved, String name, String declared, boolean nullable) {
        LogicalType type = moved.json().contains(name) ? LogicalType.JSON : type(declared);
        boolean narrow = declared.equals("integer") || declared.equals("smallint");
        return new ColumnShape(name, type, nullable, narrow, declared);
    }

    /** A type that is not listed is read in the server's own words. */
    private static LogicalType type(String declared) {
        return switch (declared) {
            case "smallint", "integer", "bigint" -> LogicalType.INTEGER;
            case "boolean" -> LogicalType.BOOL;
            case "real", "double precision" -> LogicalType.REAL;
            case "timestamp with time zone", "timestamp without time zone" -> LogicalType.INSTANT;
            case "bytea" -> LogicalType.BYTES;
            case "json", "jsonb" -> LogicalType.JSON;
            default -> LogicalType.TEXT;
        };
    }

    private static List<String> names(ResultSet row, int column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private <T> List<T> ask(String sql, String name, Reading<T> reading) throws SQLException {
        List<T> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(reading.of(rows));
                }
            }
        }
        return found;
    }
}
