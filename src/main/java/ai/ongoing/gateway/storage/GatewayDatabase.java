package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.migration.MigrationSettings;
import ai.ongoing.gateway.storage.schema.SchemaSession;
import ai.ongoing.gateway.trace.TraceReader;
import ai.ongoing.gateway.trace.TraceSink;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The store from start to stop. Made without touching anything; {@link #open} is the one call that does, and whatever
 * is asked before it says so. Thread-safe; closing while opening still waits for a server ends the wait.
 */
public final class GatewayDatabase implements AutoCloseable {

    /** How long a server that does not answer is asked again before start-up gives up. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Commits commits;
    private final Duration patience;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Backend backend;

    public GatewayDatabase() {
        this(Commits.AS_USUAL, PATIENCE);
    }

    /** @param commits what a stored batch survives */
    public GatewayDatabase(Commits commits) {
        this(commits, PATIENCE);
    }

    GatewayDatabase(Duration patience) {
        this(Commits.AS_USUAL, patience);
    }

    private GatewayDatabase(Commits commits, Duration patience) {
        this.commits = commits;
        this.patience = patience;
    }

    /** What a stored batch survives. */
    public Commits commits() {
        return commits;
    }

    /** When a batch counts as stored. */
    public enum Commits {
        /** As soon as it survives the death of this process; a PostgreSQL server follows its own setting. */
        AS_USUAL,
        /** When it is on the disk, whatever the server's setting says: the last calls survive a power cut. */
        ON_DISK
    }

    /**
     * Makes the directory or reaches the server, and checks that this process may work there. Changes no schema.
     *
     * @throws StorageException with the cause and the way out; nothing stays open then
     */
    public synchronized void open(StorageSettings settings) {
        if (backend != null) {
            throw new IllegalStateException("the storage is open already");
        }
        Backend opened = switch (settings) {
            case StorageSettings.Sqlite sqlite -> SqliteBackend.open(sqlite, commits);
            case StorageSettings.Postgres postgres ->
                PostgresBackend.open(postgres, commits, new PostgresPatience(patience, closing));
        };
        backend = opened;
    }

    /** The held connection on which start-up brings the schema to shape; close it when tenants are secured. */
    public SchemaSession schema() {
        return schema(MigrationObserver.SILENT);
    }

    /**
     * As {@link #schema()}.
     *
     * @param observer hears which file is applied and who else holds the migration lock
     */
    public SchemaSession schema(MigrationObserver observer) {
        return opened().schema(observer);
    }

    public TraceSink traceSink() {
        return opened().sink();
    }

    public TraceReader traceReader() {
        return opened().reader();
    }

    public StorageStatus status() {
        return opened().status();
    }

    /**
     * Counts the stored traces, so that {@link StorageStatus#traceCount} becomes exact. Reads a whole index: for a
     * background thread after start. Batches are stored meanwhile.
     *
     * @throws ai.ongoing.gateway.trace.TraceStoreException when the store cannot answer
     */
    public void countTraces() {
        opened().countTraces();
    }

    /**
     * What an operator who switched backends should know: that the store is empty while the SQLite file that {@code
     * storage.path} names holds traces. Reads that file, never writes it.
     */
    public Optional<String> noticeOfTracesElsewhere() {
        return opened().notice();
    }

    /**
     * What an operator should know about tables that were changed by hand, as far as the start has not said it. Opens a connection of its own and reads the
     * catalogue: for a background thread after start.
     *
     * @throws ai.ongoing.gateway.migration.MigrationException when the catalogue cannot be read
     */
    public Optional<String> noticeOfDrift() {
        return opened().drift();
    }

    private Backend opened() {
        Backend opened = backend;
        if (opened == null) {
            throw new IllegalStateException("the storage is not open: call open first");
        }
        return opened;
    }

    /** Ends every connection; on SQLite the one file is a complete backup afterwards. May be called at any time. */
    @Override
    public void close() {
        closing.countDown();
        synchronized (this) {
            Backend opened = backend;
            backend = null;
            if (opened != null) {
                opened.close();
            }
        }
    }

    /** This program's version, as the migration history records it. */
    static MigrationSettings migrationSettings(StorageSettings settings, MigrationObserver observer) {
        String version = GatewayDatabase.class.getPackage().getImplementationVersion();
        return new MigrationSettings(
                version == null ? "0.0.0-dev" : version, settings.migrations().lockWait(), observer);
    }
}
