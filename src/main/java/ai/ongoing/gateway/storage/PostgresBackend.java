package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.storage.GatewayDatabase.Commits;
import ai.ongoing.gateway.storage.row.TraceRows;
import ai.ongoing.gateway.storage.schema.SchemaSession;
import ai.ongoing.gateway.trace.TraceReader;
import ai.ongoing.gateway.trace.TraceSink;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server, one pool. */
final class PostgresBackend implements Backend {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresBackend.class);
    private static final int ALIVE_SECONDS = 2;

    private final StorageSettings.Postgres settings;
    private final PostgresPool pool;
    private final TraceRows rows;
    private final PostgresStatus status;

    /** The connection on which the server was checked: the next one that is asked for, so that a start opens one less. */
    private final AtomicReference<@Nullable Connection> first;

    private PostgresBackend(StorageSettings.Postgres settings, Commits commits, Connection first) {
        this.settings = settings;
        this.first = new AtomicReference<>(first);
        this.pool = new PostgresPool(settings.target(), commits);
        this.rows = TraceRows.postgres(pool.dataSource(), pool);
        this.status = new PostgresStatus(pool.dataSource(), rows);
    }

    /** @throws StorageException when the server cannot be reached or worked with */
    static PostgresBackend open(StorageSettings.Postgres settings, Commits commits, PostgresPatience patience) {
        return new PostgresBackend(settings, commits, PostgresEntrance.pass(settings, patience));
    }

    /** A connection of its own to where the gateway serves from. */
    private Connection direct() throws SQLException {
        Connection checked = first.getAndSet(null);
        if (checked != null) {
            if (checked.isValid(ALIVE_SECONDS)) {
                return checked;
            }
            checked.close();
        }
        return PostgresEntrance.connect(settings.target());
    }

    @Override
    public SchemaSession schema(MigrationObserver observer) {
        boolean sameRole = settings.target().equals(settings.migrationTarget());
        SchemaSession session = SchemaSession.postgres(
                sameRole ? this::direct : () -> PostgresEntrance.connect(settings.migrationTarget()),
                settings.migrations().mode(),
                GatewayDatabase.migrationSettings(settings, observer));
        return sameRole ? session : session.servedBy(this::direct);
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
        return status;
    }

    @Override
    public void countTraces() {
        rows.count();
    }

    @Override
    public Optional<String> notice() {
        return settings.otherFile()
                .flatMap(TracesLeftBehind::in)
                .filter(left -> rows.areNone())
                .map(left -> left.notice(settings.location()));
    }

    @Override
    public Optional<String> drift() {
        try (SchemaSession session = schema(MigrationObserver.SILENT)) {
            return session.drift();
        }
    }

    @Override
    public void close() {
        status.close();
        pool.close();
        Connection unused = first.getAndSet(null);
        if (unused != null) {
            try {
                unused.close();
            } catch (SQLException e) {
                LOG.debug("a connection was not closed cleanly; the server ends it by itself", e);
            }
        }
    }
}
