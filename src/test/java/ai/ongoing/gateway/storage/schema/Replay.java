package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.migration.file.MigrationFile;
import ai.ongoing.gateway.migration.file.MigrationFile.Step;
import java.sql.Connection;
import java.sql.SQLException;

/** Runs the statements of an inherited file as the Go program did, without the engine. */
final class Replay {

    private Replay() {}

    static void of(MigrationFile file, SchemaBackend on) throws SQLException {
        for (Step step : file.up().steps()) {
            MigrationFile.Column column = step.unless();
            if (column == null || lacks(on, column)) {
                on.execute(step.sql().text());
            }
        }
    }

    private static boolean lacks(SchemaBackend backend, MigrationFile.Column column) throws SQLException {
        try (Connection connection = backend.connect()) {
            return !backend.dialect().columns(connection, column.table()).contains(column.name());
        }
    }
}
