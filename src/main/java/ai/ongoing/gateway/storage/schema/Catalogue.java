package ai.ongoing.gateway.storage.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Questions to a database's catalogue that are answered by words. */
final class Catalogue {

    private Catalogue() {}

    /** The first column of all rows, in their order. */
    static List<String> words(Connection connection, String sql, String... parameters) throws SQLException {
        List<String> words = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    words.add(rows.getString(1));
                }
            }
        }
        return words;
    }

    /** The second column's words by those of the first. */
    static Map<String, Set<String>> pairs(Connection connection, String sql) throws SQLException {
        Map<String, Set<String>> pairs = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(sql);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                pairs.computeIfAbsent(rows.getString(1), first -> new HashSet<>())
                        .add(rows.getString(2));
            }
        }
        return pairs;
    }
}
