package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.storage.row.TraceRows;
import ai.ongoing.gateway.storage.schema.SchemaSession;
import ai.ongoing.gateway.storage.schema.SqliteTrouble;
import ai.ongoing.gateway.trace.TraceReader;
import ai.ongoing.gateway.trace.TraceSink;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/** One file, one writer, a few readers. */
final class SqliteBackend implements Backend, StorageStatus {

    private final StorageSettings.Sqlite settings;
    private final SqliteFile file;
    private final SqliteWriter writer;
    private final HikariDataSource readers;
    private final TraceRows rows;

    private SqliteBackend(StorageSettings.Sqlite settings, SqliteFile file, SqliteWriter writer) {
        this.settings = settings;
        this.file = file;
        this.writer = writer;
        this.readers = SqliteConnections.readers(file.path());
        this.rows = TraceRows.sqlite(readers, writer);
    }

    /** @throws StorageException when the file cannot be used; the lock is given back then */
    static SqliteBackend open(StorageSettings.Sqlite settings) {
        SqliteFile file = SqliteFile.claim(settings.file());
        try {
            return new SqliteBackend(settings, file, SqliteWriter.open(file.path()));
        } catch (SQLException e) {
            file.close();
            throw new StorageException(SqliteTrouble.sentence(file.path(), e), e);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public SchemaSession schema(MigrationObserver observer) {
        return SchemaSession.sqlite(
                () -> SqliteConnections.writing(file.path()),
                file.path(),
                settings.migrations().mode(),
                GatewayDatabase.migrationSettings(settings, observer));
    }

    @Override
    public TraceSink sink() {
        return rows.sink();
    }

    @Override
    public TraceReader reader() {
        return rows.reader();
    }

    @Override
    public StorageStatus status() {
        return this;
    }

    @Override
    public void countTraces() {
        rows.count();
    }

    /** The SQLite file is the store itself. */
    @Override
    public Optional<String> notice() {
        return Optional.empty();
    }

    /** The start has looked. */
    @Override
    public Optional<String> drift() {
        return Optional.empty();
    }

    @Override
    public String driver() {
        return StorageDriver.SQLITE.label();
    }

    @Override
    public OptionalLong sizeBytes() {
        return OptionalLong.of(file.sizeBytes());
    }

    /** A file that somebody deleted is still written by this process, and lost. */
    @Override
    public boolean reachable() {
        return Files.exists(file.path());
    }

    @Override
    public TraceCount traceCount() {
        return new TraceCount(rows.known(), rows.counted());
    }

    /** Readers first: an open one would keep the log from being emptied into the file. The lock goes last. */
    @Override
    public void close() {
        readers.close();
        writer.close();
        file.close();
    }
}
