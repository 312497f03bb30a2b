package ai.ongoing.gateway.migration.run;

import ai.ongoing.gateway.migration.MigrationSettings;
import ai.ongoing.gateway.migration.SchemaEvent;
import ai.ongoing.gateway.migration.backend.MigrationDialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The table {@code schema_migration_events}: what was ever done, by whom. Only ever appended to, in the transaction of
 * what it tells, so it never tells of something that was rolled back. The older program does not know it.
 */
final class EventLog {

    static final String TABLE = "schema_migration_events";

    static final String APPLY = "apply";
    static final String UNDO = "undo";
    static final String REPAIR = "repair";
    static final String ADOPT = "adopt";
    static final String BASELINE = "baseline";
    static final String BACKUP = "backup";

    private final MigrationDialect dialect;
    private final MigrationSettings settings;

    EventLog(MigrationDialect dialect, MigrationSettings settings) {
        this.dialect = dialect;
        this.settings = settings;
    }

    Write entry(String event, String name, String detail) {
        return Write.of(
                "INSERT INTO " + TABLE + " (event, name, actor, app_version, detail) VALUES (?, ?, ?, ?, ?)",
                event,
                name,
                settings.actor(),
                settings.appVersion(),
                detail);
    }

    /** All of them, oldest first; an absent table holds none. */
    List<SchemaEvent> read(Connection connection) throws SQLException {
        List<SchemaEvent> events = new ArrayList<>();
        if (dialect.columns(connection, TABLE).isEmpty()) {
            return events;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT CAST(at AS TEXT), event, name, actor, app_version, detail FROM "
                                + TABLE + " ORDER BY id")) {
            while (row.next()) {
                events.add(new SchemaEvent(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6)));
            }
        }
        return events;
    }
}
