package ai.ongoing.gateway.storage.schema;

import ai.ongoing.gateway.config.MigrationMode;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.MigrationSettings;
import ai.ongoing.gateway.migration.backend.MigrationDialect;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** One fresh database of either kind, and what the schema tests ask of it. */
public interface SchemaBackend extends AutoCloseable {

    MigrationSettings SETTINGS =
            new MigrationSettings("0.1.0-SNAPSHOT", Duration.ofSeconds(60), new RecordingObserver());

    String HISTORY = "SELECT name FROM schema_migrations ORDER BY name";

    MigrationDialect dialect();

    Connection connect() throws SQLException;

    /** The ways in, as commands use them. */
    SchemaDoor door();

    SortedSet<String> snapshot(Connection connection) throws SQLException;

    /** A statement that cannot run inside a transaction. */
    String outsideTransaction();

    StorageDriver driver();

    /** Where it is, in the words of {@link MigratingChild}. */
    String address();

    /** Where it is, as the program's environment variables say it. */
    Map<String, String> variables();

    /** As {@link #query}, with every tenant in sight whatever the policies say. */
    List<String> queryAll(String sql);

    /** Another database with the same content, to be closed before this one, to which nobody may be connected now. */
    SchemaBackend copy();

    @Override
    void close();

    default SchemaSession session() {
        return session(SETTINGS);
    }

    default SchemaSession session(MigrationSettings settings) {
        return new SchemaSession(this::connect, dialect(), MigrationMode.AUTO, settings);
    }

    default SortedSet<String> snapshot() {
        try (Connection connection = connect()) {
            return snapshot(connection);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    default void execute(String... sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** First columns of all rows. */
    default List<String> query(String sql) {
        try (Connection connection = connect()) {
            return query(connection, sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    static List<String> query(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
        }
        return values;
    }

    default List<String> history() {
        return query(HISTORY);
    }

    static SchemaBackend sqlite() {
        return new Sqlite(SqliteDatabase.create());
    }

    static SchemaBackend postgres() {
        return new Postgres(PostgresDatabase.create());
    }

    record Sqlite(SqliteDatabase database) implements SchemaBackend {

        @Override
        public StorageDriver driver() {
            return StorageDriver.SQLITE;
        }

        @Override
        public String address() {
            return "sqlite " + database.file();
        }

        @Override
        public Map<String, String> variables() {
            return Map.of(
                    "ONGOINGAI_STORAGE_DRIVER",
                    "sqlite",
                    "ONGOINGAI_STORAGE_PATH",
                    database.file().toString());
        }

        @Override
        public List<String> queryAll(String sql) {
            return query(sql);
        }

        @Override
        public MigrationDialect dialect() {
            return new SqliteMigrationDialect(database.file());
        }

        @Override
        public Connection connect() throws SQLException {
            Connection connection = database.connect();
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA foreign_keys = ON");
            }
            return connection;
        }

        @Override
        public SchemaDoor door() {
            return SchemaDoor.sqlite(database.file(), this::connect);
        }

        @Override
        public SortedSet<String> snapshot(Connection connection) throws SQLException {
            return SchemaSnapshot.sqlite(connection);
        }

        @Override
        public String outsideTransaction() {
            return "VACUUM";
        }

        @Override
        public SchemaBackend copy() {
            return new Sqlite(database.copy());
        }

        @Override
        public void close() {
            database.close();
        }
    }

    record Postgres(PostgresDatabase database) implements SchemaBackend {

        @Override
        public StorageDriver driver() {
            return StorageDriver.POSTGRES;
        }

        @Override
        public String address() {
            return "postgres " + database.jdbcUrl() + " " + database.owner() + " " + database.password();
        }

        @Override
        public Map<String, String> variables() {
            return Map.of("ONGOINGAI_STORAGE_DRIVER", "postgres", "ONGOINGAI_STORAGE_DSN", database.dsn());
        }

        @Override
        public List<String> queryAll(String sql) {
            try (Connection connection = database.connectAsSuperuser()) {
                return SchemaBackend.query(connection, sql);
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public MigrationDialect dialect() {
            return new PostgresMigrationDialect();
        }

        @Override
        public Connection connect() throws SQLException {
            return database.connect();
        }

        @Override
        public SchemaDoor door() {
            return SchemaDoor.postgres(this::connectReading, this::connect);
        }

        private Connection connectReading() throws SQLException {
            Connection connection = database.connect();
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
            }
            return connection;
        }

        @Override
        public SortedSet<String> snapshot(Connection connection) throws SQLException {
            return SchemaSnapshot.postgres(connection);
        }

        @Override
        public String outsideTransaction() {
            return "VACUUM traces";
        }

        @Override
        public SchemaBackend copy() {
            return new Postgres(database.copy());
        }

        @Override
        public void close() {
            database.close();
        }
    }
}
