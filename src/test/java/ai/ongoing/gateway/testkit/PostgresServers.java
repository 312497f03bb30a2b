package ai.ongoing.gateway.testkit;

import static java.util.stream.Collectors.toMap;

import com.github.dockerjava.api.model.Image;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** The four ways to a PostgreSQL server. None of them downloads an image. */
final class PostgresServers {

    private PostgresServers() {}

    /** A server somebody else runs, in the form {@code postgresql://role:password@host:port/database}. */
    static PostgresServer given(String dsn) {
        URI uri = address(dsn);
        String[] credentials =
                Optional.ofNullable(uri.getRawUserInfo()).orElse("postgres").split(":", 2);
        int port = uri.getPort() < 0 ? 5432 : uri.getPort();
        return new PostgresServer(
                "server of " + PostgresServer.DSN_VARIABLE + " at " + uri.getHost() + ":" + port,
                uri.getHost(),
                port,
                uri.getPath().length() > 1 ? uri.getPath().substring(1) : "postgres",
                decoded(credentials[0]),
                credentials.length > 1 ? decoded(credentials[1]) : "");
    }

    /** Says what is wrong without repeating the string: it holds a password. */
    private static URI address(String dsn) {
        try {
            URI uri = new URI(dsn);
            if (uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // told below, without the string
        }
        throw new IllegalArgumentException(
                PostgresServer.DSN_VARIABLE + " is not of the form postgresql://role:password@host:port/database");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /**
     * A container of an image the engine already has. The engine's own list is read first and the pull policy says
     * never: a test run must not reach for an image registry. Testcontainers' own helper, Ryuk, is pulled as soon as its
     * client is made, and only the environment turns it off; without that no container is started.
     */
    static Optional<PostgresServer> container() {
        boolean engineLikely = System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
        boolean withoutHelper = Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"));
        if (!engineLikely || !withoutHelper || !DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.empty();
        }
        Optional<String> image = DockerClientFactory.lazyClient().listImagesCmd().exec().stream()
                .flatMap(PostgresServers::tags)
                .filter(tag -> tag.matches("postgres:1[4-9].*"))
                .max(String::compareTo);
        return image.map(PostgresServers::startContainer);
    }

    private static Stream<String> tags(Image image) {
        String[] tags = image.getRepoTags();
        return tags == null ? Stream.empty() : Stream.of(tags);
    }

    private static PostgresServer startContainer(String image) {
        PostgreSQLContainer container = new PostgreSQLContainer(
                        DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"))
                .withImagePullPolicy(ignored -> false)
                .withUsername("postgres")
                .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=300");
        container.start();
        Runtime.getRuntime().addShutdownHook(new Thread(container::stop, "stop-test-postgres"));
        return new PostgresServer(
                "container of " + image,
                container.getHost(),
                container.getFirstMappedPort(),
                container.getDatabaseName(),
                container.getUsername(),
                container.getPassword());
    }

    /** The oldest supported version that this machine has installed. */
    static PostgresServer oldest() {
        PostgresBinaries binaries = PostgresBinaries.oldestInstalled().orElseThrow();
        OwnPostgres server = OwnPostgres.start(binaries);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-test-postgres"));
        return server.asTestServer();
    }

    /** Real binaries from Maven; the library starts them under a plain user and stops them in its shutdown hook. */
    static PostgresServer binaries() throws IOException, SQLException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("full_page_writes", "off")
                .setServerConfig("max_connections", "300");
        Map<String, String> own = ownSettings();
        own.forEach(builder::setServerConfig);
        EmbeddedPostgres server = builder.start();
        askForPasswords(server);
        return new PostgresServer(
                own.isEmpty() ? "embedded binaries" : "embedded binaries with " + own,
                "localhost",
                server.getPort(),
                "postgres",
                "postgres",
                "postgres");
    }

    /** Of the file that the property {@code postgres.conf} names: the benches', which measure what is kept. */
    private static Map<String, String> ownSettings() throws IOException {
        String file = System.getProperty("postgres.conf");
        if (file == null) {
            return Map.of();
        }
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(file))) {
            settings.load(reader);
        }
        return settings.stringPropertyNames().stream().collect(toMap(name -> name, settings::getProperty));
    }

    /** The library lets everybody in without one; the tests' roles log in as they would anywhere else. */
    private static void askForPasswords(EmbeddedPostgres server) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (VALUES ('local all all trust'), ('host all postgres all trust'),"
                    + " ('host all all all scram-sha-256')) TO '" + setting(statement, "hba_file") + "'");
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    private static String setting(Statement statement, String name) throws SQLException {
        try (ResultSet row = statement.executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        }
    }
}
