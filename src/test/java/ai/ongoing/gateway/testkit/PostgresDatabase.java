package ai.ongoing.gateway.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * A fresh empty database, owned by a fresh plain role that row-level security binds, on the JVM's one server. Closing
 * drops both. Creating one costs some tens of milliseconds.
 */
public final class PostgresDatabase implements AutoCloseable {

    private static final String PASSWORD = "owner-password";

    /**
     * The password as a server keeps it (RFC 5803), after 16 rounds instead of the usual 4,096, which every login of
     * every test would pay for.
     */
    private static final String KEPT = "SCRAM-SHA-256$16:Z2F0ZXdheS10ZXN0cy0xNg=="
            + "$oz8NfWa/4g2a4tu8Lw+Yd7nuAzcHshZPp9FEfToQT2I=:spRmKPtpOPrhhM1/pHiFeQn8WZTEyFQOO2dWLXCS1y4=";

    private final PostgresServer server;
    private final String name;
    private final String owner;
    private final boolean original;

    private PostgresDatabase(PostgresServer server, String name, String owner, boolean original) {
        this.server = server;
        this.name = name;
        this.owner = owner;
        this.original = original;
    }

    /**
     * Makes the role and the database.
     *
     * @throws IllegalStateException when no server can be had: tests fail then, they are never skipped
     */
    public static PostgresDatabase create() {
        return create(PostgresServer.running(), "");
    }

    /** Makes them on a server of the test's own, the database on its small disk. */
    public static PostgresDatabase createOn(OwnPostgres server) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLESPACE small LOCATION '" + server.disk() + "'");
        }
        return create(server.asTestServer(), " TABLESPACE small");
    }

    /** As {@link #createOn}, but in the server's own data. */
    public static PostgresDatabase createIn(OwnPostgres server) {
        return create(server.asTestServer(), "");
    }

    private static PostgresDatabase create(PostgresServer server, String where) {
        String suffix = suffix();
        PostgresDatabase database = new PostgresDatabase(server, "gateway_" + suffix, "owner_" + suffix, true);
        database.asAdministrator(
                "CREATE ROLE " + database.owner + " LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '" + KEPT + "'");
        database.make(where);
        return database;
    }

    /** Another one with the same content and owner, to be closed before this one, to which nobody may be connected now. */
    public PostgresDatabase copy() {
        PostgresDatabase copy = new PostgresDatabase(server, "gateway_" + suffix(), owner, false);
        copy.make(" TEMPLATE " + name);
        return copy;
    }

    private static String suffix() {
        return UUID.randomUUID().toString().substring(0, 13).replace("-", "");
    }

    private void make(String options) {
        try (Connection connection = server.connect(server.maintenanceDatabase());
                Statement statement = connection.createStatement()) {
            // Without a sync, as the tests' server runs, copying files takes a quarter of the time of writing a log of
            // it.
            String how = connection.getMetaData().getDatabaseMajorVersion() < 15 ? "" : " STRATEGY FILE_COPY";
            statement.execute("CREATE DATABASE " + name + " OWNER " + owner + how + options);
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    public String host() {
        return server.host();
    }

    public int port() {
        return server.port();
    }

    public String name() {
        return name;
    }

    /** The plain role that owns the database. */
    public String owner() {
        return owner;
    }

    public String password() {
        return PASSWORD;
    }

    /** The owner's connection string, as a user would write it into {@code storage.dsn}. */
    public String dsn() {
        return dsn(owner, PASSWORD, name);
    }

    /** A connection string to the same server with other credentials or another database. */
    public String dsn(String user, String password, String database) {
        return dsn(user, password, host() + ":" + port(), database);
    }

    /** The owner's connection string through a port of loopback, where a {@link FaultyLink} listens. */
    public String dsnThrough(int port) {
        return dsn(owner, PASSWORD, "127.0.0.1:" + port, name);
    }

    private static String dsn(String user, String password, String address, String database) {
        return "postgresql://" + user + ":" + password + "@" + address + "/" + database + "?sslmode=disable";
    }

    /** The JDBC address, without credentials. */
    public String jdbcUrl() {
        return server.jdbcUrl(name);
    }

    /** A connection as the plain owner. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), owner, PASSWORD);
    }

    /** A connection to this database as superuser: for setting things up, never for what is tested. */
    public Connection connectAsSuperuser() throws SQLException {
        return server.connect(name);
    }

    /** Runs statements as superuser in the server's maintenance database. */
    public void asAdministrator(String... statements) {
        try (Connection connection = server.connect(server.maintenanceDatabase());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    private static IllegalStateException refused(SQLException e) {
        return new IllegalStateException("the test server refused its administrator: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        asAdministrator("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        if (original) {
            asAdministrator("DROP ROLE IF EXISTS " + owner);
        }
    }
}
