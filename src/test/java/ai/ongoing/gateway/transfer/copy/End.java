package ai.ongoing.gateway.transfer.copy;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.storage.GatewayDatabase;
import ai.ongoing.gateway.storage.StorageSettings;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.trace.Trace;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** One end of a copy in a test: a database of its own, not opened by any gateway. */
final class End implements AutoCloseable {

    private final Runnable remove;
    private final Connections connections;
    private final StorageSettings settings;

    private interface Connections {
        Connection open() throws SQLException;
    }

    private End(Runnable remove, Connections connections, StorageSettings settings) {
        this.remove = remove;
        this.connections = connections;
        this.settings = settings;
    }

    static End empty(StorageDriver driver) {
        return switch (driver) {
            case SQLITE -> {
                SqliteDatabase database = SqliteDatabase.create();
                yield new End(database::close, database::connect, TestStore.sqlite(database.file()));
            }
            case POSTGRES -> {
                PostgresDatabase database = PostgresDatabase.create();
                yield new End(database::close, database::connect, TestStore.postgres(database.dsn()));
            }
        };
    }

    static End migrated(StorageDriver driver) {
        End end = empty(driver);
        end.as("--to").schema(MigrationObserver.SILENT).up();
        return end;
    }

    Endpoint as(String flag) {
        return new Endpoint(flag, settings);
    }

    StorageSettings settings() {
        return settings;
    }

    /** Stores these as a gateway does. */
    void store(List<Trace> traces) {
        try (GatewayDatabase gateway = new GatewayDatabase()) {
            gateway.open(settings);
            gateway.traceSink().save(traces);
        }
    }

    /** Runs statements with every tenant in sight, one transaction each. */
    void execute(String... statements) throws SQLException {
        try (Connection connection = connections.open();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String sql : statements) {
                scope(statement);
                statement.execute(sql);
                connection.commit();
            }
        }
    }

    /** The first value of the first row; whatever the statement changes is taken back. */
    String value(String sql) throws SQLException {
        try (Connection connection = connections.open();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            scope(statement);
            try (ResultSet row = statement.executeQuery(sql)) {
                row.next();
                String value = String.valueOf(row.getString(1));
                connection.rollback();
                return value;
            }
        }
    }

    private void scope(Statement statement) throws SQLException {
        if (settings instanceof StorageSettings.Postgres) {
            statement.execute("SET LOCAL ongoingai.scope = 'operator'");
        }
    }

    @Override
    public void close() {
        remove.run();
    }
}
