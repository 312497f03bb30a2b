package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.migration.MigrationReport;
import ai.ongoing.gateway.migration.MigrationSettings;
import ai.ongoing.gateway.migration.backend.MigrationLock;
import ai.ongoing.gateway.migration.file.MigrationFiles;
import ai.ongoing.gateway.migration.run.Migrator;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** Files of a test's own, numbered from 100 behind a baseline of one table, run on one database. */
record Steps(SchemaBackend backend) {

    private static final String BASELINE =
            "-- irreversible: it is the start\n-- +goose Up\nCREATE TABLE start_of_all (name TEXT);\n";

    /** A file that makes a table of that name. */
    static String table(String name) {
        return "-- +goose Up\nCREATE TABLE " + name + " (name TEXT NOT NULL);\n-- +goose Down\nDROP TABLE " + name
                + ";\n";
    }

    MigrationFiles files(String... texts) {
        String folder = backend.dialect().folder();
        Map<String, String> byName = new TreeMap<>();
        for (int i = 0; i < texts.length; i++) {
            byName.put(folder + "/" + (100 + i) + "_step.sql", texts[i]);
        }
        return MigrationFiles.of(folder, backend.dialect().syntax(), byName, BASELINE);
    }

    MigrationReport up(String... texts) throws SQLException {
        try (Connection connection = backend.connect()) {
            return up(connection, files(texts));
        }
    }

    /** On a connection that is given, and left open. */
    MigrationReport up(Connection connection, MigrationFiles files) throws SQLException {
        MigrationSettings settings = SchemaBackend.SETTINGS;
        backend.dialect().prepare(connection, settings.lockWait());
        try (MigrationLock lock = new MigrationLock(backend.dialect().lock(connection), settings)) {
            return new Migrator(files, backend.dialect(), settings).up(connection, lock);
        }
    }

    String name(int number) {
        return backend.dialect().folder() + "/" + number + "_step.sql";
    }
}
