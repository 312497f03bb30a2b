package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.storage.schema.SchemaSession;
import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.trace.TraceReader;
import ai.ongoing.gateway.trace.TraceSink;
import java.time.Duration;
import java.util.Optional;

/** A server, one pool. */
final class PostgresBackend implements Backend {

    private static final Duration STATEMENT_LIMIT = Duration.ofSeconds(30);

    private final StorageSettings.Postgres settings;
    private final PostgresPool pool;
    private final ScopedTransactions transactions;
    private final TraceCounter counter = new TraceCounter();
    private final PostgresStatus status;
    private final TraceSink sink;
    private final TraceReader reader;

    private PostgresBackend(StorageSettings.Postgres settings) {
        this.settings = settings;
        this.pool = new PostgresPool(settings.target());
        this.transactions = new ScopedTransactions(pool.dataSource(), PostgresDialect.INSTANCE, STATEMENT_LIMIT);
        this.status = new PostgresStatus(pool.dataSource(), counter);
        this.sink =
                new JdbcTraceSink(pool, PostgresDialect.INSTANCE, new PostgresBatchWriter(), counter, STATEMENT_LIMIT);
        this.reader = new JdbcTraceReader(transactions);
    }

    /** @throws StorageException when the server cannot be reached or worked with */
    static PostgresBackend open(StorageSettings.Postgres settings, PostgresPatience patience) {
        PostgresEntrance.pass(settings, patience);
        return new PostgresBackend(settings);
    }

    @Override
    public SchemaSession schema(MigrationObserver observer) {
        return SchemaSession.postgres(
                () -> PostgresEntrance.connect(settings.migrationTarget()),
                settings.migrations().mode(),
                GatewayDatabase.migrationSettings(settings, observer));
    }

    @Override
    public TraceSink sink() {
        return sink;
    }

    @Override
    public TraceReader reader() {
        return reader;
    }

    @Override
    public StorageStatus status() {
        return status;
    }

    @Override
    public void countTraces() {
        TableSnapshot.count(pool.dataSource(), PostgresDialect.INSTANCE, counter);
    }

    @Override
    public Optional<String> notice() {
        return settings.otherFile()
                .flatMap(TracesLeftBehind::in)
                .filter(left -> isEmpty())
                .map(left -> left.notice(settings.location()));
    }

    private boolean isEmpty() {
        return transactions.read(
                TenantScope.operator(),
                client -> client.sql("SELECT NOT EXISTS (SELECT 1 FROM traces)")
                        .query(Boolean.class)
                        .single());
    }

    @Override
    public void close() {
        status.close();
        pool.close();
    }
}
