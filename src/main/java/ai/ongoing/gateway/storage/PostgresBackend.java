package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.storage.GatewayDatabase.Commits;
import ai.ongoing.gateway.storage.row.TraceRows;
import ai.ongoing.gateway.storage.schema.SchemaSession;
import ai.ongoing.gateway.trace.TraceReader;
import ai.ongoing.gateway.trace.TraceSink;
import java.util.Optional;

/** A server, one pool. */
final class PostgresBackend implements Backend {

    private final StorageSettings.Postgres settings;
    private final PostgresPool pool;
    private final TraceRows rows;
    private final PostgresStatus status;

    private PostgresBackend(StorageSettings.Postgres settings, Commits commits) {
        this.settings = settings;
        this.pool = new PostgresPool(settings.target(), commits);
        this.rows = TraceRows.postgres(pool.dataSource(), pool);
        this.status = new PostgresStatus(pool.dataSource(), rows);
    }

    /** @throws StorageException when the server cannot be reached or worked with */
    static PostgresBackend open(StorageSettings.Postgres settings, Commits commits, PostgresPatience patience) {
        PostgresEntrance.pass(settings, patience);
        return new PostgresBackend(settings, commits);
    }

    @Override
    public SchemaSession schema(MigrationObserver observer) {
        SchemaSession session = SchemaSession.postgres(
                () -> PostgresEntrance.connect(settings.migrationTarget()),
                settings.migrations().mode(),
                GatewayDatabase.migrationSettings(settings, observer));
        return settings.target().equals(settings.migrationTarget())
                ? session
                : session.servedBy(() -> PostgresEntrance.connect(settings.target()));
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
    }
}
