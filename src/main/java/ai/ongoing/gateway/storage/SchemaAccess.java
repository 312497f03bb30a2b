package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.storage.schema.SchemaAdmin;
import ai.ongoing.gateway.storage.schema.SchemaDoor;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Lets commands at the schema of a configured store, without opening the store itself. */
public final class SchemaAccess {

    private SchemaAccess() {}

    /** Opens nothing yet. */
    public static SchemaAdmin of(StorageSettings settings, MigrationObserver observer) {
        SchemaDoor door = switch (settings) {
            case StorageSettings.Sqlite sqlite ->
                SchemaDoor.sqlite(sqlite.file(), () -> SqliteConnections.writing(SqliteFile.made(sqlite.file())));
            case StorageSettings.Postgres postgres ->
                SchemaDoor.postgres(
                        () -> readingServer(postgres.migrationTarget()), () -> server(postgres.migrationTarget()));
        };
        return new SchemaAdmin(door, GatewayDatabase.migrationSettings(settings, observer));
    }

    /**
     * The same of a store that was named by hand.
     *
     * @throws MigrationException when it is a file that is not there
     */
    public static SchemaAdmin ofExisting(StorageSettings settings, MigrationObserver observer) {
        if (settings instanceof StorageSettings.Sqlite sqlite && !Files.exists(sqlite.file())) {
            throw new MigrationException(
                    Reason.UNREACHABLE,
                    "there is no SQLite file " + sqlite.file()
                            + "; name the one that is meant, or make it with \"ongoingai migrate up\".");
        }
        return of(settings, observer);
    }

    private static Connection readingServer(PostgresTarget target) throws SQLException {
        Connection connection = server(target);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static Connection server(PostgresTarget target) {
        try {
            return PostgresEntrance.connect(target);
        } catch (SQLException e) {
            throw new MigrationException(
                    Reason.UNREACHABLE,
                    PostgresRefusal.of(target, e).sentence()
                            + ". When that is mended, run \"ongoingai migrate check\".",
                    e);
        }
    }
}
