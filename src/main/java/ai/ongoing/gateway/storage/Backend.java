package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.storage.schema.SchemaSession;
import ai.ongoing.gateway.trace.TraceReader;
import ai.ongoing.gateway.trace.TraceSink;
import java.util.Optional;

/** A store that is open: everything {@link GatewayDatabase} hands out. */
sealed interface Backend extends AutoCloseable permits SqliteBackend, PostgresBackend {

    SchemaSession schema(MigrationObserver observer);

    TraceSink sink();

    TraceReader reader();

    StorageStatus status();

    /** Reads the table once and makes the status's count exact. Takes as long as reading an index takes. */
    void countTraces();

    /** What an operator should know about traces that stand elsewhere. */
    Optional<String> notice();

    /** What an operator should know about tables that were changed by hand, unless the start has said it. */
    Optional<String> drift();

    @Override
    void close();
}
