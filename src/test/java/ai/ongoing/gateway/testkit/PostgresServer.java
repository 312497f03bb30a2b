package ai.ongoing.gateway.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one PostgreSQL server of a test JVM, chosen at first use: with {@code -Dpostgres=oldest} the oldest supported one
 * that this machine has installed, else the one named by ONGOINGAI_TEST_POSTGRES_DSN, else a container when a Docker engine already holds an image and Ryuk is disabled, else real binaries from Maven. It is
 * stopped with the JVM.
 */
record PostgresServer(
        String kind, String host, int port, String maintenanceDatabase, String administrator, String password) {

    static final String DSN_VARIABLE = "ONGOINGAI_TEST_POSTGRES_DSN";

    /** Holds the server, so that the class's initialisation lock makes it one for all threads. */
    private static final class Running {
        static final Choice CHOICE = Choice.make();
    }

    /** A server, or why there is none; a failed choice is remembered, so every test fails for the same plain reason. */
    private record Choice(Optional<PostgresServer> server, String failure) {

        static Choice make() {
            List<String> reasons = new ArrayList<>();
            for (Source source : Source.values()) {
                try {
                    Optional<PostgresServer> server = source.start();
                    if (server.isPresent()) {
                        System.out.println("PostgreSQL for the tests: "
                                + server.get().version() + ", " + server.get().kind());
                        return new Choice(server, "");
                    }
                    reasons.add(source.absence);
                } catch (Exception e) {
                    reasons.add(source + " failed: " + e);
                    if (source.named) {
                        break; // a server asked for that does not answer is a mistake, not a reason to take another
                    }
                }
            }
            return new Choice(Optional.empty(), String.join("; ", reasons));
        }
    }

    private enum Source {
        OLDEST("-Dpostgres=oldest was not asked", true),
        GIVEN(DSN_VARIABLE + " is not set", true),
        CONTAINER("no Docker engine with a postgres image answers, or TESTCONTAINERS_RYUK_DISABLED is not true", false),
        BINARIES("no binaries for this machine", false);

        final String absence;
        final boolean named;

        Source(String absence, boolean named) {
            this.absence = absence;
            this.named = named;
        }

        Optional<PostgresServer> start() throws Exception {
            return switch (this) {
                case OLDEST -> oldestAsked() ? Optional.of(PostgresServers.oldest()) : Optional.empty();
                case GIVEN ->
                    Optional.ofNullable(System.getenv(DSN_VARIABLE))
                            .filter(dsn -> !dsn.isBlank())
                            .map(PostgresServers::given);
                case CONTAINER -> PostgresServers.container();
                case BINARIES -> Optional.of(PostgresServers.binaries());
            };
        }
    }

    /** Whether the tests are to run on the oldest supported version instead of the newest. */
    static boolean oldestAsked() {
        return "oldest".equals(System.getProperty("postgres"));
    }

    /**
     * The server, started when it is not yet.
     *
     * @throws IllegalStateException when no server can be had
     */
    static PostgresServer running() {
        Choice choice = Running.CHOICE;
        return choice.server()
                .orElseThrow(() -> new IllegalStateException("no PostgreSQL for the tests (" + choice.failure()
                        + "); set " + DSN_VARIABLE + " to a server and its superuser"));
    }

    String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), administrator, password);
    }

    private String version() {
        try (Connection connection = connect(maintenanceDatabase);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW server_version")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException("the " + kind + " does not answer: " + e.getMessage(), e);
        }
    }
}
