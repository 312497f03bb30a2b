package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.migration.backend.MigrationDialect;
import ai.ongoing.gateway.storage.schema.SchemaSession.Connections;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The ways into one database, outside any pool.
 *
 * @param dialect its language
 * @param reading connections that cannot write; to an empty database when there is none
 * @param writing connections that can; they make a missing file
 * @param mark changes when what an open reading connection saw may have been torn by a writer
 */
public record SchemaDoor(MigrationDialect dialect, Connections reading, Connections writing, Supplier<?> mark) {

    /**
     * Into a file.
     *
     * @param file the database file; the lock file and backups stand beside it
     */
    public static SchemaDoor sqlite(Path file, Connections writing) {
        return new SchemaDoor(
                new SqliteMigrationDialect(file), () -> FileLook.at(file).open(), writing, () -> FileLook.at(file));
    }

    public static SchemaDoor postgres(Connections reading, Connections writing) {
        return new SchemaDoor(
                new PostgresMigrationDialect(),
                new DirectConnections(reading),
                new DirectConnections(writing),
                () -> "a server lets nobody see half a change");
    }
}
