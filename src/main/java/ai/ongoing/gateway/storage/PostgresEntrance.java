package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.config.MigrationMode;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The first connection to a server: reaches it, and checks that this program can work there before anything depends on
 * it. Blocks for as long as {@link PostgresPatience} allows.
 */
final class PostgresEntrance {

    /** The oldest that its makers still mend, and that has all of what the policies and the statements use. */
    private static final int OLDEST_VERSION = 14;

    private static final String FACTS =
            "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean AS read_only,"
                    + " coalesce(current_schema(), 'public') AS schema,"
                    + " current_schema() IS NOT NULL AND has_schema_privilege(current_schema(), 'CREATE') AS may_create,"
                    + " to_regclass('traces') IS NOT NULL AS has_traces,"
                    + " to_regclass('traces') IS NULL OR (has_table_privilege('traces', 'SELECT')"
                    + " AND has_table_privilege('traces', 'INSERT')) AS may_write, current_user AS role";

    private final StorageSettings.Postgres settings;
    private final PostgresTarget target;

    private PostgresEntrance(StorageSettings.Postgres settings) {
        this.settings = settings;
        this.target = settings.target();
    }

    /**
     * Returns when the server is there and usable.
     *
     * @return the connection that was checked; the caller's to close
     * @throws StorageException with the cause and the way out
     */
    static Connection pass(StorageSettings.Postgres settings, PostgresPatience patience) {
        return new PostgresEntrance(settings).pass(patience);
    }

    private Connection pass(PostgresPatience patience) {
        while (true) {
            try {
                return checked(connect(target));
            } catch (SQLException e) {
                PostgresRefusal refusal = PostgresRefusal.of(target, e);
                if (!refusal.passing() || !patience.waitBeforeAnotherTry(refusal.sentence())) {
                    throw new StorageException(refusal.sentence(), e);
                }
            }
        }
    }

    private Connection checked(Connection connection) throws SQLException {
        try {
            check(connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            try {
                connection.close();
            } catch (SQLException unclean) {
                e.addSuppressed(unclean);
            }
            throw e;
        }
    }

    static Connection connect(PostgresTarget target) throws SQLException {
        return DriverManager.getConnection(target.jdbcUrl(), target.driverProperties());
    }

    private void check(Connection connection) throws SQLException {
        String server = "PostgreSQL at " + target.server();
        DatabaseMetaData identity = connection.getMetaData(); // known since the log-in: no statement, none can fail
        if (identity.getDatabaseMajorVersion() < OLDEST_VERSION) {
            throw new StorageException(server + " is version " + identity.getDatabaseProductVersion() + ", and "
                    + OLDEST_VERSION + " is the oldest that works; upgrade the server");
        }
        try (Statement statement = connection.createStatement();
                ResultSet facts = statement.executeQuery(FACTS)) {
            facts.next();
            if (facts.getBoolean("read_only")) {
                throw new StorageException(server + " is read-only: a standby, or default_transaction_read_only is on;"
                        + " write target_session_attrs=read-write and the primary's host into " + target.key());
            }
            checkRights(server, facts);
        }
    }

    private void checkRights(String server, ResultSet facts) throws SQLException {
        String role = PostgresRefusal.quoted(facts.getString("role"));
        boolean makesTables = !facts.getBoolean("has_traces")
                && settings.target().equals(settings.migrationTarget())
                && settings.migrations().mode() == MigrationMode.AUTO;
        if (makesTables && !facts.getBoolean("may_create")) {
            throw new StorageException(server + ": role " + role + " may not create tables in schema "
                    + facts.getString("schema") + "; GRANT USAGE, CREATE ON SCHEMA "
                    + PostgresRefusal.quoted(facts.getString("schema")) + " TO " + role + ";");
        }
        if (!facts.getBoolean("may_write")) {
            throw new StorageException(
                    server + ": role " + role + " may not read and write traces; GRANT SELECT, INSERT"
                            + " ON traces, organizations, workspaces TO " + role + ";");
        }
    }
}
