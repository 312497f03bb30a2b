package ai.ongoing.gateway.migration.run;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.MigrationSettings;
import ai.ongoing.gateway.migration.ProgramVersion;
import ai.ongoing.gateway.migration.backend.MigrationDialect;
import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.file.MigrationFile.Section;
import ai.ongoing.gateway.migration.plan.HistoryRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The table {@code schema_migrations}. It keeps the definition it was inherited with, so that the older program still
 * runs on it; every column of ours is nullable and without default. Its row order means nothing.
 */
final class History {

    static final String TABLE = "schema_migrations";
    /** Progress of files outside a transaction: a half-true row in the history would be taken for a whole one. */
    static final String RUNS = "schema_migration_runs";

    private static final List<String> TEXTS =
            List.of("checksum_up", "checksum_down", "down_sql", "app_version", "applied_by", "compat_floor");
    private static final String DURATION = "duration_ms";
    private static final List<String> READ =
            List.of("checksum_up", "app_version", "compat_floor", "down_sql", "applied_by", DURATION);

    private final MigrationDialect dialect;
    private final MigrationSettings settings;

    History(MigrationDialect dialect, MigrationSettings settings) {
        this.dialect = dialect;
        this.settings = settings;
    }

    /** Reads without writing; an absent table is an empty history. */
    List<HistoryRow> read(Connection connection) throws SQLException {
        Set<String> columns = columns(connection);
        if (columns.isEmpty()) {
            return List.of();
        }
        String wanted = READ.stream()
                .map(column -> columns.contains(column) ? column : "NULL")
                .collect(Collectors.joining(", "));
        List<HistoryRow> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT name, CAST(applied_at AS TEXT), " + wanted + " FROM " + TABLE + " ORDER BY name")) {
            while (result.next()) {
                rows.add(row(result));
            }
        }
        return rows;
    }

    private static HistoryRow row(ResultSet result) throws SQLException {
        long millis = result.getLong(8);
        OptionalLong took = result.wasNull() ? OptionalLong.empty() : OptionalLong.of(millis);
        return new HistoryRow(
                result.getString(1),
                result.getString(2),
                result.getString(3),
                result.getString(4),
                result.getString(5),
                result.getString(6),
                result.getString(7),
                took);
    }

    /** Why files outside a transaction failed, by name; one that was cut off has no error and is not among them. */
    Map<String, String> errors(Connection connection) throws SQLException {
        Map<String, String> errors = new HashMap<>();
        if (dialect.columns(connection, RUNS).isEmpty()) {
            return errors;
        }
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT name, error FROM " + RUNS + " WHERE error IS NOT NULL")) {
            while (result.next()) {
                errors.put(result.getString(1), result.getString(2));
            }
        }
        return errors;
    }

    /** Creates the tables or adds the columns of ours that it lacks; under the lock only. */
    void ensure(Connection connection) throws SQLException {
        if (columns(connection).isEmpty()) {
            execute(connection, dialect.createHistory());
        }
        Set<String> present = columns(connection);
        for (Map.Entry<String, String> column : ownColumns().entrySet()) {
            if (!present.contains(column.getKey())) {
                execute(
                        connection,
                        "ALTER TABLE " + TABLE + " ADD COLUMN " + column.getKey() + " " + column.getValue());
            }
        }
        if (dialect.columns(connection, RUNS).isEmpty()) {
            execute(
                    connection,
                    "CREATE TABLE " + RUNS + " (name TEXT NOT NULL PRIMARY KEY, started_at TEXT NOT NULL,"
                            + " applied_by TEXT NOT NULL, error TEXT)");
        }
        new EventLog(dialect, settings).ensure(connection);
    }

    /**
     * Writes the file's row first of all, so that the database itself decides who applies it.
     *
     * @return false when another transaction has committed it before
     */
    boolean claim(Connection connection, MigrationFile file) throws SQLException {
        Section down = file.down();
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + TABLE
                + " (name, checksum_up, checksum_down, down_sql, app_version, applied_by, compat_floor)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, file.name());
            insert.setString(2, file.up().checksum());
            insert.setString(3, down == null ? null : down.checksum());
            insert.setString(4, file.wayBack());
            insert.setString(5, settings.appVersion());
            insert.setString(6, settings.actor());
            insert.setString(7, floor(file));
            return insert.executeUpdate() == 1;
        }
    }

    /**
     * Takes the file's row away.
     *
     * @return false when another transaction has done so before
     */
    boolean remove(Connection connection, String name) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + TABLE + " WHERE name = ?")) {
            delete.setString(1, name);
            return delete.executeUpdate() == 1;
        }
    }

    /** Writes what the shipped file says over what the row says. */
    void accept(Connection connection, MigrationFile file) throws SQLException {
        Section down = file.down();
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE " + TABLE + " SET checksum_up = ?, checksum_down = ?, down_sql = ? WHERE name = ?")) {
            update.setString(1, file.up().checksum());
            update.setString(2, down == null ? null : down.checksum());
            update.setString(3, file.wayBack());
            update.setString(4, file.name());
            update.executeUpdate();
        }
    }

    /** Says that every version of ours may run on a row of somebody else's. */
    void acceptUnknown(Connection connection, String name) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE " + TABLE + " SET compat_floor = ? WHERE name = ?")) {
            update.setString(1, ProgramVersion.FIRST.toString());
            update.setString(2, name);
            update.executeUpdate();
        }
    }

    void recordDuration(Connection connection, String name, long millis) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE " + TABLE + " SET " + DURATION + " = ? WHERE name = ?")) {
            update.setLong(1, millis);
            update.setString(2, name);
            update.executeUpdate();
        }
    }

    /**
     * Notes that a file outside a transaction begins; a second attempt replaces the first one's row.
     *
     * @return whether an attempt began before and never came to its end
     */
    boolean recordStart(Connection connection, String name) throws SQLException {
        boolean startedBefore = recordEnd(connection, name);
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO " + RUNS + " (name, started_at, applied_by) VALUES (?, CURRENT_TIMESTAMP, ?)")) {
            insert.setString(1, name);
            insert.setString(2, settings.actor());
            insert.executeUpdate();
        }
        return startedBefore;
    }

    void recordError(Connection connection, String name, String error) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE " + RUNS + " SET error = ? WHERE name = ?")) {
            update.setString(1, error);
            update.setString(2, name);
            update.executeUpdate();
        }
    }

    /** Whether a file outside a transaction has begun and not ended. */
    boolean begun(Connection connection, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM " + RUNS + " WHERE name = ?")) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    /** Forgets the attempt; whether there was one. */
    boolean recordEnd(Connection connection, String name) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + RUNS + " WHERE name = ?")) {
            delete.setString(1, name);
            return delete.executeUpdate() == 1;
        }
    }

    private Set<String> columns(Connection connection) throws SQLException {
        Set<String> columns = dialect.columns(connection, TABLE);
        if (!columns.isEmpty() && !(columns.contains("name") && columns.contains("applied_at"))) {
            throw new MigrationException(
                    Reason.NEWER,
                    "the table schema_migrations belongs to another tool: its columns are "
                            + columns.stream().sorted().collect(Collectors.joining(", "))
                            + ", expected name and applied_at. Give the gateway a database or a schema of its own,"
                            + " or rename that table.");
        }
        return columns;
    }

    private Map<String, String> ownColumns() {
        Map<String, String> columns = new LinkedHashMap<>();
        TEXTS.forEach(name -> columns.put(name, "TEXT"));
        columns.put(DURATION, dialect.countType());
        return columns;
    }

    /** Inherited files run under every version; ours say so unless their header breaks with older ones. */
    private static String floor(MigrationFile file) {
        String breaking = file.header().breaking();
        return breaking == null ? ProgramVersion.FIRST.toString() : breaking;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.executeUpdate(sql);
        }
    }
}
