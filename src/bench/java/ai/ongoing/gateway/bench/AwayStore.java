package ai.ongoing.gateway.bench;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A fresh store that a gateway of another process writes, and that can be taken away from it. Not thread-safe. */
interface AwayStore extends AutoCloseable {

    /** The section of the configuration, two spaces deep. */
    String section();

    /** From now on nothing can be written. */
    void takeAway() throws SQLException;

    void bringBack() throws SQLException;

    /** A connection past whatever was taken away from the gateway; the caller closes it. */
    Connection connect() throws SQLException;

    @Override
    void close();

    /** How many traces are stored. */
    default long rows() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM traces")) {
            return row.next() ? row.getLong(1) : -1;
        }
    }

    static AwayStore fresh(StorageDriver driver) {
        return switch (driver) {
            case SQLITE -> new LockedFile(SqliteDatabase.create());
            case POSTGRES -> new ClosedDatabase(PostgresDatabase.create());
        };
    }

    /** A file that another connection locks. */
    final class LockedFile implements AwayStore {

        private final SqliteDatabase database;
        private @Nullable Connection locking;

        private LockedFile(SqliteDatabase database) {
            this.database = database;
        }

        @Override
        public String section() {
            return "  driver: sqlite\n  path: " + database.file();
        }

        @Override
        public void takeAway() throws SQLException {
            Connection other = connect();
            try (Statement lock = other.createStatement()) {
                lock.execute("PRAGMA busy_timeout = 60000");
                lock.execute("BEGIN IMMEDIATE");
            }
            locking = other;
        }

        @Override
        public void bringBack() throws SQLException {
            if (locking != null) {
                locking.close();
            }
        }

        @Override
        public Connection connect() throws SQLException {
            return database.connect();
        }

        @Override
        public void close() {
            database.close();
        }
    }

    /** A database that ends its sessions and takes no new ones. */
    record ClosedDatabase(PostgresDatabase database) implements AwayStore {

        @Override
        public String section() {
            return "  driver: postgres\n  dsn: \"" + database.dsn() + "\"";
        }

        @Override
        public void takeAway() {
            database.asAdministrator(
                    "ALTER DATABASE " + database.name() + " ALLOW_CONNECTIONS false",
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database.name() + "'");
        }

        @Override
        public void bringBack() {
            database.asAdministrator("ALTER DATABASE " + database.name() + " ALLOW_CONNECTIONS true");
        }

        @Override
        public Connection connect() throws SQLException {
            return database.connectAsSuperuser();
        }

        @Override
        public void close() {
            database.close();
        }
    }
}
