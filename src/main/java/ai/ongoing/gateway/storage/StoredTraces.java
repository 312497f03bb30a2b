package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.storage.row.TraceRows;
import ai.ongoing.gateway.trace.TraceReader;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;

/**
 * The traces of a store, for a command that only reads and may do so beside a gateway: nothing is claimed, made or
 * written. Who opens it has asked {@link SchemaAccess} whether the schema is the one this program knows.
 */
public final class StoredTraces implements AutoCloseable {

    private final HikariDataSource readers;
    private final TraceReader reader;

    private StoredTraces(HikariDataSource readers, TraceReader reader) {
        this.readers = readers;
        this.reader = reader;
    }

    /**
     * Connects when the first trace is asked for.
     *
     * @throws StorageException when there is no such file; reading would make one
     */
    public static StoredTraces of(StorageSettings settings) {
        return switch (settings) {
            case StorageSettings.Sqlite sqlite -> {
                if (!Files.exists(sqlite.file())) {
                    throw new StorageException(
                            "storage.path " + sqlite.file()
                                    + " does not exist; name the file that holds the traces, with --db or in the configuration");
                }
                HikariDataSource readers = SqliteConnections.readers(sqlite.file());
                yield new StoredTraces(readers, TraceRows.sqliteReader(readers));
            }
            case StorageSettings.Postgres postgres -> {
                HikariDataSource readers =
                        new PostgresPool(postgres.target(), GatewayDatabase.Commits.AS_USUAL).dataSource();
                yield new StoredTraces(readers, TraceRows.postgresReader(readers));
            }
        };
    }

    public TraceReader reader() {
        return reader;
    }

    @Override
    public void close() {
        readers.close();
    }
}
