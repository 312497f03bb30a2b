package ai.ongoing.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.schema.SchemaSession;
import ai.ongoing.gateway.testkit.FaultyLink;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import ai.ongoing.gateway.testkit.TestStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator meets whose {@code storage.dsn} is right, and whose is not. */
@RunsOn(StorageDriver.POSTGRES)
final class PostgresOpeningTest {

    private static final Duration SHORT = Duration.ofMillis(1200);

    private final PostgresDatabase server = PostgresDatabase.create();
    private final GatewayDatabase database = new GatewayDatabase(SHORT);

    @AfterEach
    void close() {
        database.close();
        server.close();
    }

    @Test
    void opensAndSaysWhatItIs() {
        database.open(TestStore.postgres(server.dsn()));
        assertThat(database.status().driver()).isEqualTo("postgres");
        assertThat(database.status().sizeBytes()).isEmpty();
        assertThat(database.status().trouble()).isEmpty();
    }

    /** The lock of migrations wants a connection outside the pool, and the one that was looked at first is one. */
    @Test
    void migratesOnTheConnectionItHasCheckedAndLaterOnOthers() throws SQLException {
        database.open(TestStore.postgres(server.dsn()));
        String opened = asked("SELECT clock_timestamp()");
        String migrator = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND application_name = 'ongoingai-migrate' AND backend_start < '" + opened + "'";
        try (SchemaSession session = database.schema()) {
            session.migrate();
            assertThat(asked(migrator)).isEqualTo("1");
        }
        try (SchemaSession session = database.schema()) {
            assertThat(session.migrate().applied()).isEmpty();
            assertThat(asked(migrator)).as("the first was closed").isEqualTo("0");
        }
    }

    @Test
    void migratesWhenTheCheckedConnectionHasDiedMeanwhile() throws SQLException {
        database.open(TestStore.postgres(server.dsn()));
        assertThat(asked("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid()"))
                .isNotEqualTo("0");
        try (SchemaSession session = database.schema()) {
            assertThat(session.migrate().applied()).isNotEmpty();
        }
    }

    private String asked(String sql) throws SQLException {
        try (Connection connection = server.connectAsSuperuser();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void refusesAWrongPasswordAtOnce() {
        long start = System.nanoTime();
        refuses(
                server.dsn(server.owner(), "wrong-password", server.name()),
                "PostgreSQL at " + address() + " refuses the password of role " + server.owner()
                        + "; correct storage.dsn (postgresql://" + server.owner() + ":****@" + address() + "/"
                        + server.name() + "?sslmode=disable)");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT);
    }

    @Test
    void refusesAnUnknownDatabaseAndSaysHowToMakeIt() {
        refuses(
                server.dsn(server.owner(), server.password(), "nowhere"),
                "PostgreSQL at " + address()
                        + " has no database \"nowhere\"; create it (CREATE DATABASE \"nowhere\" OWNER \""
                        + server.owner() + "\";) or correct storage.dsn");
    }

    @Test
    void refusesAServerWithoutTlsWhereItIsRequired() {
        refuses(
                server.dsn().replace("sslmode=disable", "sslmode=require"),
                "PostgreSQL at " + address()
                        + " does not offer TLS, and sslmode in storage.dsn requires it; switch TLS on"
                        + " in the server, or write sslmode=prefer");
    }

    @Test
    void triesAServerThatRefusesAgainAndThenGivesUp() throws IOException {
        int port = freePort();
        long start = System.nanoTime();
        refuses(
                "postgresql://user:secret@127.0.0.1:" + port + "/db",
                "PostgreSQL at 127.0.0.1:" + port + " refuses the connection; start the server or correct storage.dsn");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(500));
    }

    @Test
    void givesUpOnAServerThatTakesTheConnectionAndNeverAnswers() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            refuses(
                    "postgresql://user:secret@127.0.0.1:" + silent.getLocalPort()
                            + "/db?sslmode=disable&loginTimeout=1&socketTimeout=1",
                    "PostgreSQL at 127.0.0.1:" + silent.getLocalPort()
                            + " does not answer; check host, port and firewall of storage.dsn");
        }
    }

    @Test
    void opensWhenTheServerComesUpWhileItWaits() throws Exception {
        int port = freePort();
        try (GatewayDatabase patient = new GatewayDatabase(Duration.ofSeconds(20))) {
            CompletableFuture<Void> opening =
                    CompletableFuture.runAsync(() -> patient.open(TestStore.postgres(server.dsnThrough(port))));
            try (FaultyLink late = FaultyLink.at(port, server.host(), server.port())) {
                opening.get(20, TimeUnit.SECONDS);
                assertThat(patient.status().trouble()).isEmpty();
                assertThat(late.connections()).isPositive();
            }
        }
    }

    @Test
    void stopsWaitingWhenItIsClosed() throws Exception {
        int port = freePort();
        GatewayDatabase patient = new GatewayDatabase(Duration.ofMinutes(5));
        CompletableFuture<Void> opening = CompletableFuture.runAsync(
                () -> patient.open(TestStore.postgres("postgresql://u:p@127.0.0.1:" + port + "/db")));
        patient.close();
        assertThat(opening.handle((done, failure) -> failure).get(20, TimeUnit.SECONDS))
                .hasMessageContaining("refuses the connection");
    }

    @Test
    void refusesAnOldServerByItsVersion() throws IOException {
        try (OldServer old = OldServer.start("13.22")) {
            refuses(
                    "postgresql://user:secret@127.0.0.1:" + old.port() + "/db?sslmode=disable",
                    "PostgreSQL at 127.0.0.1:" + old.port()
                            + " is version 13.22, and 14 is the oldest that works; upgrade the server");
        }
    }

    @Test
    void refusesAReadOnlyServer() {
        server.asAdministrator("ALTER DATABASE " + server.name() + " SET default_transaction_read_only = on");
        refuses(
                server.dsn(),
                "PostgreSQL at " + address() + " is read-only: a standby, or default_transaction_read_only is on; write"
                        + " target_session_attrs=read-write and the primary's host into storage.dsn");
    }

    @Test
    void printsTheGrantThatLetsTheRoleMakeTables() throws SQLException {
        String guest = guest();
        String message = "PostgreSQL at " + address() + ": role \"" + guest
                + "\" may not create tables in schema public; GRANT USAGE, CREATE ON SCHEMA \"public\" TO \"" + guest
                + "\";";
        refuses(server.dsn(guest, "guest-password", server.name()), message);
        asOwner(message.substring(message.indexOf("GRANT")));
        database.open(TestStore.postgres(server.dsn(guest, "guest-password", server.name())));
    }

    @Test
    void printsTheGrantThatLetsTheRoleWriteTraces() throws SQLException {
        try (TestStore owners = TestStore.open(server)) {
            owners.gateway().close();
        }
        String guest = guest();
        String message = "PostgreSQL at " + address() + ": role \"" + guest
                + "\" may not read and write traces; GRANT SELECT, INSERT ON traces, organizations, workspaces TO \""
                + guest + "\";";
        refuses(server.dsn(guest, "guest-password", server.name()), message);
        asOwner(message.substring(message.indexOf("GRANT")));
        database.open(TestStore.postgres(server.dsn(guest, "guest-password", server.name())));
    }

    @Test
    void printsTheGrantThatLetsTheRoleConnect() {
        String guest = guest();
        server.asAdministrator("REVOKE CONNECT ON DATABASE " + server.name() + " FROM PUBLIC");
        refuses(
                server.dsn(guest, "guest-password", server.name()),
                "PostgreSQL at " + address() + " denies role " + guest + " the database \"" + server.name()
                        + "\"; GRANT CONNECT ON DATABASE \"" + server.name() + "\" TO \"" + guest + "\";");
    }

    @Test
    void saysThatAStoppedServerIsOutOfReachWithinABound() throws Exception {
        try (FaultyLink link = FaultyLink.to(server.host(), server.port())) {
            database.open(TestStore.postgres(server.dsnThrough(link.port())));
            assertThat(database.status().trouble()).isEmpty();
            link.stall();
            org.awaitility.Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
                long start = System.nanoTime();
                Optional<String> trouble = database.status().trouble();
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
                assertThat(trouble).hasValue("PostgreSQL does not answer");
            });
        }
    }

    private String guest() {
        String guest = server.owner().replace("owner", "guest");
        server.asAdministrator("CREATE ROLE " + guest + " LOGIN PASSWORD 'guest-password'");
        return guest;
    }

    private void asOwner(String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String address() {
        return server.host() + ":" + server.port();
    }

    private void refuses(String dsn, String message) {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> database.open(TestStore.postgres(dsn)))
                .withMessage(message);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
