package ai.ongoing.gateway.storage.bulk.read;

import ai.ongoing.gateway.storage.bulk.ColumnShape;
import ai.ongoing.gateway.storage.bulk.SchemaStamp;
import ai.ongoing.gateway.storage.bulk.TableShape;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads which schema a database has. */
final class SchemaStamps {

    /** The folder of a backend, and the number of a file. */
    private static final Pattern NAME = Pattern.compile("(?:.*/)?(\\d+)_.*");

    private SchemaStamps() {}

    /** @param exists a query for 1 when there is a history */
    static SchemaStamp of(Connection connection, String exists, List<TableShape> tables) throws SQLException {
        return new SchemaStamp(version(connection, exists), fingerprint(tables));
    }

    private static int version(Connection connection, String exists) throws SQLException {
        int version = -1;
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(exists)) {
                row.next();
                if (row.getInt(1) == 0) {
                    return version;
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT name FROM schema_migrations")) {
                while (rows.next()) {
                    Matcher name = NAME.matcher(rows.getString(1));
                    version = name.matches() ? Math.max(version, Integer.parseInt(name.group(1))) : version;
                }
            }
        }
        return version;
    }

    /** What the rows mean: whether a column may be NULL, or refers to another, does not change it. */
    private static String fingerprint(List<TableShape> tables) {
        StringBuilder words = new StringBuilder();
        for (TableShape table : tables) {
            words.append(table.name()).append(table.key()).append('\n');
            for (ColumnShape column : table.columns()) {
                words.append(column.name()).append(' ').append(column.type()).append('\n');
            }
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(words.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
