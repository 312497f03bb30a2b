package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.storage.GatewayDatabase.Commits;
import ai.ongoing.gateway.storage.schema.SchemaSession;
import ai.ongoing.gateway.trace.TraceReader;
import ai.ongoing.gateway.trace.TraceSink;
import ai.ongoing.gateway.trace.TraceStoreException;
import ai.ongoing.gateway.trace.TraceStoreException.Failure;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that {@code storage.path} names. When another file comes to stand there, as after a restore, it is opened,
 * brought to shape and used from then on; while none stands there the store is away, and no empty one is made in its
 * place. Thread-safe.
 */
final class SqliteBackend implements Backend, StorageStatus {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteBackend.class);

    private final StorageSettings.Sqlite settings;
    private final Commits commits;
    private final ReentrantLock following = new ReentrantLock();
    private volatile SqliteStore store;

    private SqliteBackend(StorageSettings.Sqlite settings, Commits commits, SqliteStore store) {
        this.settings = settings;
        this.commits = commits;
        this.store = store;
    }

    /** @throws StorageException when the file cannot be used; the lock is given back then */
    static SqliteBackend open(StorageSettings.Sqlite settings, Commits commits) {
        return new SqliteBackend(settings, commits, SqliteStore.open(settings.file(), commits));
    }

    @Override
    public SchemaSession schema(MigrationObserver observer) {
        return SchemaSession.sqlite(
                () -> SqliteConnections.writing(store.path()),
                store.path(),
                settings.migrations().mode(),
                GatewayDatabase.migrationSettings(settings, observer));
    }

    /** The open store, after a look at whether it is still the one the path leads to. */
    private SqliteStore current() {
        if (store.inPlace()) {
            return store;
        }
        if (!following.tryLock()) {
            throw away("was replaced and is being opened", null);
        }
        try {
            if (!store.inPlace()) {
                follow();
            }
            return store;
        } finally {
            following.unlock();
        }
    }

    private void follow() {
        if (!Files.exists(settings.file())) {
            throw away(
                    "is gone; put the file back, or start the gateway again to begin an empty one",
                    new NoSuchFileException(settings.file().toString()));
        }
        store.close();
        try {
            store = SqliteStore.open(settings.file(), commits);
            shape();
        } catch (StorageException | MigrationException e) {
            store.close();
            throw away("was replaced by a file that cannot be used: " + e.getMessage(), e);
        }
        LOG.warn("storage.path {} leads to another file than before; it is used from now on", settings.file());
        Thread.ofVirtual().name("count-traces").start(this::recount);
    }

    private void shape() {
        try (SchemaSession schema = schema(MigrationObserver.SILENT)) {
            schema.migrate();
            schema.secureTenants();
        }
    }

    private void recount() {
        try {
            countTraces();
        } catch (TraceStoreException e) {
            // Health goes on saying that its count is not exact.
            LOG.atWarn().addKeyValue("error", e.getMessage()).log("the stored traces could not be counted");
        }
    }

    private TraceStoreException away(String how, @Nullable Exception cause) {
        return new TraceStoreException(Failure.CONNECTION, "storage.path " + settings.file() + " " + how, cause);
    }

    @Override
    public TraceSink sink() {
        return current().rows().sink();
    }

    @Override
    public TraceReader reader() {
        return current().rows().reader();
    }

    @Override
    public StorageStatus status() {
        return this;
    }

    @Override
    public void countTraces() {
        store.rows().count();
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
        return OptionalLong.of(store.sizeBytes());
    }

    @Override
    public Optional<String> trouble() {
        try {
            current();
            return Optional.empty();
        } catch (TraceStoreException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    @Override
    public TraceCount traceCount() {
        return new TraceCount(store.rows().known(), store.rows().counted());
    }

    @Override
    public void close() {
        following.lock();
        try {
            store.close();
        } finally {
            following.unlock();
        }
    }
}
