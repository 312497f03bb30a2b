package ai.ongoing.gateway.testkit;

import ai.ongoing.gateway.config.MigrationMode;
import ai.ongoing.gateway.config.StorageConfig;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.GatewayDatabase;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.storage.schema.SchemaSession;
import ai.ongoing.gateway.trace.TraceReader;
import ai.ongoing.gateway.trace.TraceSink;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A store on a fresh database, opened and migrated as start-up does it. */
public final class TestStore implements AutoCloseable {

    private final Runnable database;
    private final Connections connections;
    private final GatewayDatabase gateway = new GatewayDatabase();
    private final StorageSettings settings;

    private TestStore(Runnable database, Connections connections, StorageSettings settings) {
        this.database = database;
        this.connections = connections;
        this.settings = settings;
        gateway.open(settings);
        try (SchemaSession schema = gateway.schema()) {
            schema.migrate();
            schema.secureTenants();
        }
    }

    public static TestStore open(StorageDriver driver) {
        return switch (driver) {
            case SQLITE -> {
                SqliteDatabase database = SqliteDatabase.create();
                yield new TestStore(database::close, database::connect, sqlite(database.file()));
            }
            case POSTGRES -> {
                PostgresDatabase database = PostgresDatabase.create();
                yield new TestStore(database::close, database::connect, postgres(database.dsn()));
            }
        };
    }

    /** On a database that stays when the store is closed. */
    public static TestStore open(PostgresDatabase database) {
        return new TestStore(() -> {}, database::connect, postgres(database.dsn()));
    }

    /** On a file that stays when the store is closed. */
    public static TestStore open(SqliteDatabase database) {
        return new TestStore(() -> {}, database::connect, sqlite(database.file()));
    }

    public static StorageSettings sqlite(Path file) {
        return StorageSettings.validated(config(StorageDriver.SQLITE, file.toString(), ""));
    }

    public static StorageSettings postgres(String dsn) {
        return StorageSettings.validated(config(StorageDriver.POSTGRES, "", dsn));
    }

    public static StorageConfig config(StorageDriver driver, String path, String dsn) {
        return new StorageConfig(driver, path, dsn, MigrationMode.AUTO, "", Duration.ofSeconds(10));
    }

    public GatewayDatabase gateway() {
        return gateway;
    }

    public StorageSettings settings() {
        return settings;
    }

    public TraceSink sink() {
        return gateway.traceSink();
    }

    public TraceReader reader() {
        return gateway.traceReader();
    }

    /** A plain connection, as the plain owner on PostgreSQL: sees what a forgotten scope sees. */
    public Connection connect() throws SQLException {
        return connections.open();
    }

    /** Runs statements, one transaction each, with every tenant in sight. */
    public void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String sql : statements) {
                if (settings instanceof StorageSettings.Postgres) {
                    statement.execute("SET LOCAL ongoingai.scope = 'operator'");
                }
                statement.execute(sql);
                connection.commit();
            }
        }
    }

    /** Empties the table between tests. */
    public void clear() throws SQLException {
        execute("DELETE FROM traces");
    }

    @Override
    public void close() {
        gateway.close();
        database.run();
    }

    /** How the database is reached without the gateway. */
    private interface Connections {
        Connection open() throws SQLException;
    }
}
