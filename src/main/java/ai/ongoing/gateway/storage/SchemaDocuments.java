package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.config.StorageConfig;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.authoring.Catalogue;
import ai.ongoing.gateway.storage.authoring.MigrationSources;
import ai.ongoing.gateway.storage.catalogue.FreshSchema;
import ai.ongoing.gateway.storage.catalogue.LiveSchema;
import ai.ongoing.gateway.storage.catalogue.SchemaModel;
import ai.ongoing.gateway.storage.catalogue.SchemaPage;
import ai.ongoing.gateway.storage.catalogue.SchemaParity;
import ai.ongoing.gateway.storage.schema.FileLook;
import ai.ongoing.gateway.storage.schema.SqliteTrouble;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;

/** What is said about the schema of both backends at once; {@code storage.dsn} names the server to make a fresh one on. */
public final class SchemaDocuments {

    private static final String NO_RIGHT = "42501";

    private SchemaDocuments() {}

    /**
     * The page of the documentation.
     *
     * @throws StorageException when no server is named, or it refuses
     */
    public static SchemaPage page(StorageConfig config, MigrationSources sources) {
        return new SchemaPage(file(), server(config), Catalogue.of(sources));
    }

    /**
     * How the two differ.
     *
     * @throws StorageException when no server is named, or it refuses
     */
    public static SchemaParity parity(StorageConfig config) {
        return SchemaParity.of(file(), server(config));
    }

    /**
     * How the schemas of two stores differ as they stand.
     *
     * @throws StorageException when one cannot be read
     */
    public static SchemaParity parity(StorageSettings left, StorageSettings right) {
        SchemaModel here = live(left);
        SchemaModel there = live(right);
        if (left.getClass() == right.getClass()) {
            return SchemaParity.ofAlike(here, there);
        }
        return left instanceof StorageSettings.Sqlite
                ? SchemaParity.ofStores(here, there)
                : SchemaParity.ofStores(there, here);
    }

    private static SchemaModel live(StorageSettings settings) {
        return switch (settings) {
            case StorageSettings.Sqlite sqlite -> {
                if (!Files.isRegularFile(sqlite.file())) {
                    throw new StorageException("there is no SQLite file " + sqlite.file());
                }
                try (Connection connection = FileLook.at(sqlite.file()).open()) {
                    yield LiveSchema.sqlite(connection);
                } catch (SQLException e) {
                    throw new StorageException(SqliteTrouble.sentence(sqlite.file(), e), e);
                }
            }
            case StorageSettings.Postgres postgres -> {
                try (Connection connection = PostgresEntrance.connect(postgres.migrationTarget())) {
                    yield LiveSchema.postgres(connection);
                } catch (SQLException e) {
                    throw new StorageException(
                            PostgresRefusal.of(postgres.migrationTarget(), e).sentence(), e);
                }
            }
        };
    }

    private static SchemaModel file() {
        try {
            return FreshSchema.sqlite();
        } catch (SQLException e) {
            throw new StorageException("cannot make a database in the temporary directory: " + e.getMessage(), e);
        }
    }

    private static SchemaModel server(StorageConfig config) {
        if (config.dsn().isBlank()) {
            throw new StorageException("both backends are read, and storage.dsn names no PostgreSQL: set"
                    + " ONGOINGAI_STORAGE_DSN to a database whose role may create a schema");
        }
        StorageConfig server = new StorageConfig(
                StorageDriver.POSTGRES,
                "",
                config.dsn(),
                config.migrations(),
                config.migrationDsn(),
                config.migrationLockWait());
        StorageSettings.Postgres settings = (StorageSettings.Postgres) StorageSettings.validated(server);
        PostgresTarget target = settings.migrationTarget();
        try {
            return FreshSchema.postgres(() -> PostgresEntrance.connect(target));
        } catch (SQLException e) {
            throw new StorageException(
                    NO_RIGHT.equals(e.getSQLState())
                            ? mayNotMakeASchema(target)
                            : PostgresRefusal.of(target, e).sentence(),
                    e);
        }
    }

    private static String mayNotMakeASchema(PostgresTarget target) {
        return "PostgreSQL at " + target.server() + ": role " + target.user()
                + " may not create a schema; GRANT CREATE ON"
                + " DATABASE " + PostgresRefusal.quoted(target.database()) + " TO "
                + PostgresRefusal.quoted(target.user()) + ";";
    }
}
