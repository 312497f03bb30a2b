package ai.ongoing.gateway.storage.bulk.read;

import static java.util.stream.Collectors.joining;

import ai.ongoing.gateway.storage.bulk.TableShape;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets SQLite check its own file: every page, every index where that is asked for, and every reference between tables. */
final class SqliteSoundness {

    /** More than this many would not be read by anybody. */
    private static final int MOST = 100;

    private final Connection connection;
    private final List<TableShape> tables;
    private final String check;
    private volatile @Nullable Statement running;

    /** @param check {@code integrity_check}, or {@code quick_check}, which leaves the contents of indexes out */
    SqliteSoundness(Connection connection, List<TableShape> tables, String check) {
        this.connection = connection;
        this.tables = tables;
        this.check = check;
    }

    List<String> findings() throws SQLException {
        List<String> findings = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            running = statement;
            try (ResultSet rows = statement.executeQuery("PRAGMA " + check + "(" + MOST + ")")) {
                while (rows.next()) {
                    if (!rows.getString(1).equals("ok")) {
                        findings.add(rows.getString(1));
                    }
                }
            }
        } finally {
            running = null;
        }
        if (findings.isEmpty()) {
            orphans(findings);
        }
        return findings;
    }

    /** From another thread: what runs ends with an error. */
    void stop() throws SQLException {
        Statement statement = running;
        if (statement != null) {
            statement.cancel();
        }
    }

    private void orphans(List<String> findings) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA foreign_key_check")) {
            while (rows.next() && findings.size() < MOST) {
                String table = rows.getString(1);
                findings.add("table " + table + ", key " + key(table, rows.getLong(2)) + ": refers to a row of "
                        + rows.getString(3) + " that is not there");
            }
        }
    }

    private String key(String table, long rowId) throws SQLException {
        String columns = tables.stream()
                .filter(shape -> shape.name().equals(table))
                .findFirst()
                .map(shape -> shape.key().stream().map(SqliteRows::quoted).collect(joining(" || ', ' || ")))
                .orElse("rowid");
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT " + columns + " FROM " + SqliteRows.quoted(table) + " WHERE rowid = ?")) {
            query.setLong(1, rowId);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) : "rowid " + rowId;
            }
        }
    }
}
