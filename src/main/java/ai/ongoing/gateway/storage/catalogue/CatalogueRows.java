package ai.ongoing.gateway.storage.catalogue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Asks a catalogue; what is NULL there is an empty text here. */
record CatalogueRows(Connection connection) {

    /** All rows of a query whose parameters are names. */
    List<List<String>> of(String sql, String... names) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < names.length; i++) {
                query.setString(i + 1, names[i]);
            }
            try (ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    rows.add(row(result));
                }
            }
        }
        return rows;
    }

    /** First columns of all rows. */
    List<String> firsts(String sql, String... names) throws SQLException {
        return of(sql, names).stream().map(List::getFirst).toList();
    }

    private static List<String> row(ResultSet result) throws SQLException {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            String value = result.getString(i);
            row.add(value == null ? "" : value);
        }
        return row;
    }
}
