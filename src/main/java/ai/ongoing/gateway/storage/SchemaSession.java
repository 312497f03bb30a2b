package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.config.MigrationMode;
import ai.ongoing.gateway.migration.MigrationDialect;
import ai.ongoing.gateway.migration.MigrationReport;
import ai.ongoing.gateway.migration.MigrationSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * The one held connection on which start-up brings the schema to shape. The migration lock is taken when something
 * must be written and then kept until {@link #close()}; a start that finds everything in order takes none. Not
 * thread-safe.
 */
public final class SchemaSession implements AutoCloseable {

    /** Opens a physical connection outside any pool: a lock belongs to a connection, never to a pool. */
    @FunctionalInterface
    public interface Connections {
        Connection open() throws SQLException;
    }

    private final Connections connections;
    private final MigrationDialect dialect;
    private final MigrationMode mode;
    private final MigrationSettings settings;

    /** Opens nothing; the first call that needs the database does. */
    SchemaSession(Connections connections, MigrationDialect dialect, MigrationMode mode, MigrationSettings settings) {
        this.connections = connections;
        this.dialect = dialect;
        this.mode = mode;
        this.settings = settings;
    }

    /**
     * Applies what is pending; in mode {@code CHECK} refuses instead, in mode {@code OFF} does not look.
     *
     * @throws ai.ongoing.gateway.migration.MigrationException with the whole text an operator reads
     */
    public MigrationReport migrate() {
        if (mode != MigrationMode.OFF) {
            throw new IllegalStateException("no engine for " + dialect + " with " + settings + connections);
        }
        return new MigrationReport(List.of(), 0, false, List.of(), Duration.ZERO);
    }

    /** Sets tenant isolation right where it differs from what is expected; changes nothing when it does not. */
    public TenantSecurityReport secureTenants() {
        if (!dialect.folder().equals("sqlite")) {
            throw new IllegalStateException("no tenant security for " + dialect);
        }
        return new TenantSecurityReport(TenantSecurityReport.State.NOT_APPLICABLE, List.of(), "");
    }

    /** Gives the lock back and closes the connection. */
    @Override
    public void close() {
        // Nothing is open until the first call.
    }
}
