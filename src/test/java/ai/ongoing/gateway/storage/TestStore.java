package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.config.MigrationMode;
import ai.ongoing.gateway.config.StorageConfig;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.schema.SchemaSession;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import ai.ongoing.gateway.trace.TraceReader;
import ai.ongoing.gateway.trace.TraceSink;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A store on a fresh database, opened and migrated as start-up does it. */
final class TestStore implements AutoCloseable {

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

    static TestStore open(StorageDriver driver) {
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

    static StorageSettings sqlite(Path file) {
        return StorageSettings.validated(config(StorageDriver.SQLITE, file.toString(), ""));
    }

    static StorageSettings postgres(String dsn) {
        return StorageSettings.validated(config(StorageDriver.POSTGRES, "", dsn));
    }

    static StorageConfig config(StorageDriver driver, String path, String dsn) {
        return new StorageConfig(driver, path, dsn, MigrationMode.AUTO, "", Duration.ofSeconds(10));
    }

    GatewayDatabase gateway() {
        return gateway;
    }

    StorageSettings settings() {
        return settings;
    }

    TraceSink sink() {
        return gateway.traceSink();
    }

    TraceReader reader() {
        return gateway.traceReader();
    }

    /** A plain connection, as the plain owner on PostgreSQL: sees what a forgotten scope sees. */
    Connection connect() throws SQLException {
        return connections.open();
    }

    /** Runs statements, one transaction each, with every tenant in sight. */
    void execute(String... statements) throws SQLException {
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
    void clear() throws SQLException {
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
