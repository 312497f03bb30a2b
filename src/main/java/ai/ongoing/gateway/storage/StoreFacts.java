package ai.ongoing.gateway.storage;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a database says of itself to whoever connects.
 *
 * @param engine product and version
 * @param bytes that it takes on its disk
 */
public record StoreFacts(String engine, long bytes) {

    /**
     * Connects, asks and leaves; writes nothing.
     *
     * @throws StorageException when it cannot be reached, with the cause and the way out
     */
    public static StoreFacts of(StorageSettings settings) {
        return switch (settings) {
            case StorageSettings.Sqlite file -> of(file);
            case StorageSettings.Postgres server -> of(server);
        };
    }

    private static StoreFacts of(StorageSettings.Sqlite settings) {
        if (!Files.isRegularFile(settings.file())) {
            throw new StorageException("there is no file " + settings.file() + " yet; the first start makes it");
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            String version = connection.getMetaData().getDatabaseProductVersion();
            return new StoreFacts("SQLite " + version, SqliteFile.sizeBytes(settings.file()));
        } catch (SQLException e) {
            throw new StorageException("SQLite cannot be loaded: " + e.getMessage(), e);
        }
    }

    private static StoreFacts of(StorageSettings.Postgres settings) {
        try (Connection connection = PostgresEntrance.connect(settings.target());
                Statement statement = connection.createStatement();
                ResultSet size = statement.executeQuery("SELECT pg_database_size(current_database())")) {
            size.next();
            return new StoreFacts(
                    "PostgreSQL " + connection.getMetaData().getDatabaseProductVersion(), size.getLong(1));
        } catch (SQLException e) {
            throw new StorageException(PostgresRefusal.of(settings.target(), e).sentence(), e);
        }
    }
}
