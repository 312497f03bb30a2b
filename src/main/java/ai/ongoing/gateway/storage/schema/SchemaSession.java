package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.config.MigrationMode;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.MigrationReport;
import ai.ongoing.gateway.migration.MigrationSettings;
import ai.ongoing.gateway.migration.backend.MigrationDialect;
import ai.ongoing.gateway.migration.backend.MigrationLock;
import ai.ongoing.gateway.migration.file.MigrationFiles;
import ai.ongoing.gateway.migration.plan.MigrationPlan;
import ai.ongoing.gateway.migration.plan.SchemaDrift;
import ai.ongoing.gateway.migration.run.Adoption;
import ai.ongoing.gateway.migration.run.Migrator;
import ai.ongoing.gateway.storage.schema.TenantSecurityReport.State;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The one held connection on which start-up brings the schema to shape. The migration lock is taken when something
 * must be written and then kept until {@link #close()}; a start that finds everything in order takes none, so it is
 * not held up by another process's migrations and needs no right to change anything. Not thread-safe.
 */
public final class SchemaSession implements AutoCloseable {

    /** Opens a physical connection outside any pool: a lock belongs to a connection, never to a pool. */
    @FunctionalInterface
    public interface Connections {
        Connection open() throws SQLException;
    }

    private static final String TRACES = "traces";

    private final Connections connections;
    private final MigrationDialect dialect;
    private final MigrationMode mode;
    private final MigrationSettings settings;
    private @Nullable Connections serving;
    private @Nullable MigrationFiles files;
    private @Nullable Connection connection;
    private @Nullable MigrationLock lock;

    /**
     * A session on a file; opens nothing, the first call that needs the database does.
     *
     * @param file the database file; the lock file stands beside it
     */
    public static SchemaSession sqlite(
            Connections connections, Path file, MigrationMode mode, MigrationSettings settings) {
        return new SchemaSession(connections, new SqliteMigrationDialect(file), mode, settings);
    }

    /** A session on a server; opens nothing, the first call that needs the database does. */
    public static SchemaSession postgres(Connections connections, MigrationMode mode, MigrationSettings settings) {
        return new SchemaSession(new DirectConnections(connections), new PostgresMigrationDialect(), mode, settings);
    }

    /** The same, for a store that another role serves: its rights are judged too. */
    public SchemaSession servedBy(Connections serving) {
        this.serving = serving;
        return this;
    }

    SchemaSession(Connections connections, MigrationDialect dialect, MigrationMode mode, MigrationSettings settings) {
        this.connections = connections;
        this.dialect = dialect;
        this.mode = mode;
        this.settings = settings;
    }

    /**
     * Applies what is pending; in mode {@code CHECK} refuses instead, in mode {@code OFF} looks at nothing but whether
     * calls can be stored.
     *
     * @throws MigrationException with the whole text an operator reads
     */
    public MigrationReport migrate() {
        if (mode == MigrationMode.OFF) {
            refuseUnfit(connection());
            return new MigrationReport(List.of(), 0, false, List.of(), Duration.ZERO);
        }
        MigrationFiles files = files();
        Migrator migrator = new Migrator(files, dialect, settings);
        Connection open = connection();
        if (mode == MigrationMode.CHECK) {
            migrator.refuseFailed(open);
            MigrationPlan plan = migrator.plan(open);
            if (!plan.settled()) {
                new Adoption(files, dialect, settings).refuseForeign(open);
            }
            refuseIfPending(plan);
        }
        MigrationReport report = migrator.start(open, lock(open));
        PastCopy.refuseUnfinished(open);
        // A file's catalogue is read in a few milliseconds; a second connection later would be in the way of a stop.
        return dialect instanceof SqliteMigrationDialect
                ? drift().map(sentence -> report.and(List.of(sentence))).orElse(report)
                : report;
    }

    /**
     * Says how the tables differ from what this program expects; asks only when they should not differ, and takes no
     * lock. Reads the whole catalogue of the own tables, which costs some tens of milliseconds on a server: for a
     * background thread after start.
     */
    public Optional<String> drift() {
        MigrationFiles files = files();
        Migrator migrator = new Migrator(files, dialect, settings);
        Connection open = connection();
        if (mode == MigrationMode.OFF || !migrator.state(open).settled()) {
            return Optional.empty();
        }
        List<String> differences = migrator.drift(open, SchemaDrift.expected(dialect.folder()));
        return differences.isEmpty() ? Optional.empty() : Optional.of(SchemaDrift.sentence(differences));
    }

    /** Applies these files up to a number; one that failed before is tried again. */
    MigrationReport migrate(MigrationFiles files, int to) {
        Connection open = connection();
        return new Migrator(files, dialect, settings).upTo(open, lock(open), to);
    }

    /** Work on the session's connection, under the lock or about to take it. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection, MigrationLock lock);
    }

    <T> T work(Work<T> work) {
        Connection open = connection();
        return work.on(open, lock(open));
    }

    /**
     * Sets tenant isolation right where it differs from what is expected; changes nothing when it does not.
     *
     * @throws MigrationException when the role may not; the message prints the statement that lets it
     */
    public TenantSecurityReport secureTenants() {
        if (!(dialect instanceof PostgresMigrationDialect)) {
            return new TenantSecurityReport(State.NOT_APPLICABLE, List.of(), "");
        }
        Connection open = connection();
        try {
            List<String> mended = new TenantSecurity(open).secure(lock(open));
            return serving == null ? new TenantSecurity(open).report(mended) : servingReport(serving, mended);
        } catch (SQLException e) {
            String remedy = dialect.remedy(open, e)
                    .map(sql -> "\nThe role lacks a right. As the owner or an administrator run:\n  " + sql
                            + "\nThen run \"ongoingai migrate up\".")
                    .orElse("");
            throw new MigrationException(
                    remedy.isEmpty() ? Reason.FAILED : Reason.RIGHTS,
                    "setting up row-level security failed: " + e.getMessage() + remedy,
                    e);
        }
    }

    /** Policies bind the role that serves; the one that migrates may well be above them. */
    private TenantSecurityReport servingReport(Connections serving, List<String> mended) throws SQLException {
        String schema;
        try (Statement statement = connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT quote_ident(current_schema())")) {
            row.next();
            schema = row.getString(1);
        }
        try (Connection served = serving.open()) {
            new ServingRole(served).requireRights(schema);
            return new TenantSecurity(served).report(mended);
        }
    }

    /** Indexes that the older program makes whenever it starts: more than there should be, and no harm. */
    public static List<String> toleratedIndexes() {
        return SchemaFacts.TOLERATED;
    }

    /** Gives the lock back and closes the connection; a closed session opens again when it is used again. */
    @Override
    public void close() {
        try (Connection open = connection) {
            if (lock != null && open != null && !open.isClosed()) {
                lock.close();
            }
        } catch (SQLException e) {
            throw new MigrationException(
                    Reason.FAILED, "closing the connection for migrations failed: " + e.getMessage(), e);
        } finally {
            lock = null;
            connection = null;
        }
    }

    /** A table that cannot take what this program writes would lose every call. */
    private void refuseUnfit(Connection open) {
        try {
            SortedSet<String> lacking = SchemaDrift.columns(dialect.folder(), TRACES);
            Set<String> there = dialect.columns(open, TRACES);
            lacking.removeAll(there);
            if (!lacking.isEmpty()) {
                throw new MigrationException(
                        Reason.PENDING,
                        "storage.migrations is \"off\" and "
                                + (there.isEmpty()
                                        ? "there is no table " + TRACES
                                        : "the table " + TRACES + " lacks " + String.join(", ", lacking))
                                + ". Run \"ongoingai migrate up\", or start once with storage.migrations: auto.");
            }
        } catch (SQLException e) {
            throw new MigrationException(
                    Reason.UNREACHABLE, "cannot look at the table " + TRACES + ": " + e.getMessage() + ".", e);
        }
    }

    private static void refuseIfPending(MigrationPlan plan) {
        if (plan.refusal() == null && !plan.pending().isEmpty()) {
            throw new MigrationException(
                    Reason.PENDING, "storage.migrations is \"check\" and " + plan.pendingInWords());
        }
    }

    private MigrationFiles files() {
        if (files == null) {
            files = MigrationFiles.embedded(dialect.folder(), dialect.syntax());
        }
        return files;
    }

    private Connection connection() {
        if (connection == null) {
            try {
                Connection opened = connections.open();
                connection = opened;
                dialect.prepare(opened, settings.lockWait());
            } catch (SQLException e) {
                throw new MigrationException(
                        Reason.FAILED, "opening a connection for migrations failed: " + dialect.inWords(e), e);
            }
        }
        return connection;
    }

    private MigrationLock lock(Connection open) {
        if (lock == null) {
            lock = new MigrationLock(dialect.lock(open), settings);
        }
        return lock;
    }
}
