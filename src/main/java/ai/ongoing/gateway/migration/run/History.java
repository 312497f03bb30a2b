package ai.ongoing.gateway.migration.run;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.MigrationSettings;
import ai.ongoing.gateway.migration.ProgramVersion;
import ai.ongoing.gateway.migration.backend.MigrationDialect;
import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.file.MigrationFile.Section;
import ai.ongoing.gateway.migration.plan.HistoryRow;
import ai.ongoing.gateway.migration.plan.OtherTools;
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
        Set<String> present = columns(connection);
        List<Write> missing = new ArrayList<>();
        if (present.isEmpty()) {
            String own = ownColumns().entrySet().stream()
                    .map(column -> ", " + column.getKey() + " " + column.getValue())
                    .collect(Collectors.joining());
            missing.add(Write.of(dialect.createHistory(own)));
        } else {
            ownColumns().forEach((name, type) -> {
                if (!present.contains(name)) {
                    missing.add(Write.of("ALTER TABLE " + TABLE + " ADD COLUMN " + name + " " + type));
                }
            });
        }
        if (dialect.columns(connection, RUNS).isEmpty()) {
            missing.add(Write.of("CREATE TABLE " + RUNS + " (name TEXT NOT NULL PRIMARY KEY, started_at TEXT NOT NULL,"
                    + " applied_by TEXT NOT NULL, error TEXT)"));
        }
        if (dialect.columns(connection, EventLog.TABLE).isEmpty()) {
            missing.add(Write.of(dialect.createEvents(EventLog.TABLE)));
        }
        new StatementSession(connection, dialect).send(missing);
    }

    /**
     * The file's row, written first of all so that the database itself decides who applies it: it changes no row when
     * another transaction has committed one before.
     */
    Write claim(MigrationFile file) {
        Section down = file.down();
        return Write.of(
                "INSERT INTO " + TABLE
                        + " (name, checksum_up, checksum_down, down_sql, app_version, applied_by, compat_floor)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                file.name(),
                file.up().checksum(),
                down == null ? null : down.checksum(),
                file.wayBack(),
                settings.appVersion(),
                settings.actor(),
                floor(file));
    }

    /** Takes the file's row away; changes none when another transaction has done so before. */
    Write remove(String name) {
        return Write.of("DELETE FROM " + TABLE + " WHERE name = ?", name);
    }

    /** Writes what the shipped file says over what the row says. */
    Write accept(MigrationFile file) {
        Section down = file.down();
        return Write.of(
                "UPDATE " + TABLE + " SET checksum_up = ?, checksum_down = ?, down_sql = ? WHERE name = ?",
                file.up().checksum(),
                down == null ? null : down.checksum(),
                file.wayBack(),
                file.name());
    }

    /** Says that every version of ours may run on a row of somebody else's. */
    Write acceptUnknown(String name) {
        return Write.of(
                "UPDATE " + TABLE + " SET compat_floor = ? WHERE name = ?", ProgramVersion.FIRST.toString(), name);
    }

    Write duration(String name, long millis) {
        return Write.of("UPDATE " + TABLE + " SET " + DURATION + " = ? WHERE name = ?", millis, name);
    }

    /** Notes that a file outside a transaction begins. */
    Write start(String name) {
        return Write.of(
                "INSERT INTO " + RUNS + " (name, started_at, applied_by) VALUES (?, CURRENT_TIMESTAMP, ?)",
                name,
                settings.actor());
    }

    Write error(String name, String error) {
        return Write.of("UPDATE " + RUNS + " SET error = ? WHERE name = ?", error, name);
    }

    /** Forgets the attempt; changes no row when there was none. */
    Write end(String name) {
        return Write.of("DELETE FROM " + RUNS + " WHERE name = ?", name);
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

    private Set<String> columns(Connection connection) throws SQLException {
        Set<String> columns = dialect.columns(connection, TABLE);
        if (!columns.isEmpty() && !(columns.contains("name") && columns.contains("applied_at"))) {
            throw new MigrationException(Reason.NEWER, OtherTools.refusal(columns));
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
}
