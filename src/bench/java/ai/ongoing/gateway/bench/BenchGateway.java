package ai.ongoing.gateway.bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The packaged gateway in front of a bench's provider, and the rows it stored.
 *
 * @param launcher the program's {@code ongoingai} script
 * @param folder for its configuration, its log, its journal and its file
 * @param dsn of the PostgreSQL database that takes its traces; null takes a SQLite file
 * @param durability of the journal
 */
record BenchGateway(Path launcher, Path folder, @Nullable String dsn, String durability) {

    private static final String DATABASE = "bench.db";

    /** On a SQLite file, with the journal as it is by default. */
    static BenchGateway usual(Path launcher, Path folder) {
        return new BenchGateway(launcher, folder, null, "process");
    }

    /** With what decides how much a crash or a power cut would cost. */
    String name() {
        return "gateway (" + (dsn == null ? "SQLite" : "PostgreSQL") + ", journal: " + durability + ")";
    }

    /** Returns when it is ready. */
    Child start(int upstreamPort) throws Exception {
        int port = Child.freePort();
        Child gateway = Child.start(name(), port, command(port, upstreamPort), folder);
        awaitReady(port);
        return gateway;
    }

    /** Writes the configuration; the launcher, the command and its options. */
    List<String> command(int port, int upstreamPort) throws IOException {
        Path config = folder.resolve("ongoingai.yaml");
        String storage = dsn == null ? "path: " + folder.resolve(DATABASE) : "dsn: \"" + dsn + "\"";
        Files.writeString(config, """
                server:
                  host: 127.0.0.1
                  port: %d
                storage:
                  driver: %s
                  %s
                tracing:
                  journal:
                    path: %s
                    durability: %s
                providers:
                  openai:
                    upstream: http://127.0.0.1:%d
                """.formatted(
                        port,
                        dsn == null ? "sqlite" : "postgres",
                        storage,
                        folder.resolve("journal"),
                        durability,
                        upstreamPort));
        return List.of(launcher.toAbsolutePath().toString(), "serve", "--config", config.toString());
    }

    private static void awaitReady(int port) throws Exception {
        URL ready = URI.create("http://127.0.0.1:" + port + "/readyz").toURL();
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (((HttpURLConnection) ready.openConnection()).getResponseCode() != HttpURLConnection.HTTP_OK) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the gateway was not ready within a minute");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Rows in the store, of all tenants. */
    long storedRows() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            if (dsn != null) {
                statement.execute("SET ongoingai.scope = 'operator'");
            }
            try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM traces")) {
                return rows.next() ? rows.getLong(1) : -1;
            }
        }
    }

    private Connection connect() throws SQLException {
        if (dsn == null) {
            return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(DATABASE));
        }
        URI uri = URI.create(dsn);
        Properties login = new Properties();
        if (uri.getUserInfo() != null) {
            String[] who = uri.getUserInfo().split(":", 2);
            login.setProperty("user", who[0]);
            login.setProperty("password", who.length > 1 ? who[1] : "");
        }
        int port = uri.getPort() < 0 ? 5432 : uri.getPort();
        return DriverManager.getConnection("jdbc:postgresql://" + uri.getHost() + ":" + port + uri.getPath(), login);
    }
}
