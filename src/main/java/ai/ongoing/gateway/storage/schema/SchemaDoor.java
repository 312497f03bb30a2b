package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.migration.backend.MigrationDialect;
import ai.ongoing.gateway.storage.schema.SchemaSession.Connections;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.sqlite.SQLiteConfig;

/**
 * The ways into one database, outside any pool.
 *
 * @param dialect its language
 * @param reading connections that cannot write; to an empty database when there is none
 * @param writing connections that can; they make a missing file
 * @param trying connections for what is rolled back; to an empty database when there is none
 * @param mark changes when what an open reading connection saw may have been torn by a writer
 */
public record SchemaDoor(
        MigrationDialect dialect, Connections reading, Connections writing, Connections trying, Supplier<?> mark) {

    /**
     * Into a file.
     *
     * @param file the database file; the lock file and backups stand beside it
     */
    public static SchemaDoor sqlite(Path file, Connections writing) {
        return new SchemaDoor(
                new SqliteMigrationDialect(file),
                () -> FileLook.at(file).open(),
                writing,
                () -> trying(file),
                () -> FileLook.at(file));
    }

    /** Leaves the file's journal mode as it is: what is tried must not change a byte. */
    private static Connection trying(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.enforceForeignKeys(true);
        return config.createConnection("jdbc:sqlite:" + (Files.exists(file) ? file : ":memory:"));
    }

    public static SchemaDoor postgres(Connections reading, Connections writing) {
        return new SchemaDoor(
                new PostgresMigrationDialect(),
                new DirectConnections(reading),
                new DirectConnections(writing),
                new DirectConnections(writing),
                () -> "a server lets nobody see half a change");
    }
}
