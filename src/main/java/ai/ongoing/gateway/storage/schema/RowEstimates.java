package ai.ongoing.gateway.storage.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;

/** About how many rows a table has, for a plan. Never reads the table: each answer takes as long on a large one. */
final class RowEstimates {

    private RowEstimates() {}

    /** What the server counted last; empty when it never has, or when there is no such table. */
    static OptionalLong postgres(Connection connection, String table) throws SQLException {
        return first(connection, """
                SELECT reltuples::bigint FROM pg_class
                WHERE relnamespace = current_schema()::regnamespace AND relname = ? AND reltuples >= 0""", table);
    }

    /** The last place in the table: at least as many as there are rows, unless somebody chose the places by hand. */
    static OptionalLong sqlite(Connection connection, String table) throws SQLException {
        // A table without row ids is in the order of its key, and nothing short of counting tells its size.
        boolean numbered = first(
                        connection,
                        "SELECT 1 FROM pragma_table_list WHERE type = 'table' AND wr = 0 AND name = ?",
                        table)
                .isPresent();
        if (!numbered) {
            return OptionalLong.empty();
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT coalesce(max(rowid), 0) FROM \"" + table.replace("\"", "\"\"") + '"')) {
            row.next();
            return OptionalLong.of(row.getLong(1));
        }
    }

    private static OptionalLong first(Connection connection, String sql, String table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, table);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }
}
