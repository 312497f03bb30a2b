package ai.ongoing.gateway.storage.catalogue;

import ai.ongoing.gateway.config.MigrationMode;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.migration.MigrationSettings;
import ai.ongoing.gateway.storage.schema.SchemaSession;
import ai.ongoing.gateway.storage.schema.SchemaSession.Connections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The schema that every file together makes, read from databases made for this and removed at once: a file in the
 * temporary directory, and a schema of its own on a server, beside whatever is there.
 */
public final class FreshSchema {

    private static final MigrationSettings SETTINGS =
            new MigrationSettings("0.0.0-dev", Duration.ofMinutes(1), MigrationObserver.SILENT);

    private FreshSchema() {}

    /** Migrates and reads a new SQLite file. */
    public static SchemaModel sqlite() throws SQLException {
        Path folder = temporaryFolder();
        try {
            Path file = folder.resolve("schema.db");
            Connections connections = () -> DriverManager.getConnection("jdbc:sqlite:" + file);
            migrate(SchemaSession.sqlite(connections, file, MigrationMode.AUTO, SETTINGS));
            try (Connection connection = connections.open()) {
                return new SqliteCatalogue(new CatalogueRows(connection)).read();
            }
        } finally {
            remove(folder);
        }
    }

    /**
     * Migrates and reads a new schema of a PostgreSQL database; it is dropped afterwards.
     *
     * @param connections whose role may create a schema there
     */
    public static SchemaModel postgres(Connections connections) throws SQLException {
        String schema = "ongoingai_dump_" + UUID.randomUUID().toString().substring(0, 8);
        Connections inside = () -> inside(connections.open(), schema);
        try (Connection owner = connections.open()) {
            send(owner, "CREATE SCHEMA " + schema);
            try {
                migrate(SchemaSession.postgres(inside, MigrationMode.AUTO, SETTINGS));
                try (Connection connection = inside.open()) {
                    return new PostgresCatalogue(new CatalogueRows(connection)).read();
                }
            } finally {
                send(owner, "DROP SCHEMA IF EXISTS " + schema + " CASCADE");
            }
        }
    }

    private static Connection inside(Connection connection, String schema) throws SQLException {
        try {
            send(connection, "SET search_path = " + schema);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static void migrate(SchemaSession session) {
        try (session) {
            session.migrate();
        }
    }

    private static void send(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("ongoingai-schema");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary directory", e);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }
}
