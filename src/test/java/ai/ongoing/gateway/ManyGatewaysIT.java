package ai.ongoing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.InstalledProgram.Run;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.schema.OldDatabase;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RunsOn;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Eight whole gateways start at once on one PostgreSQL, as a deployment of eight replicas would: all of them serve. */
@Tag("long")
@RunsOn(StorageDriver.POSTGRES)
final class ManyGatewaysIT {

    private static final int GATEWAYS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path directory = Path.of("");

    private record Replica(Run run, int port) {}

    @Test
    void allServeOnAnEmptyDatabase() throws Exception {
        try (PostgresDatabase database = PostgresDatabase.create()) {
            startAndStopAll(database);
        }
    }

    @Test
    void allServeOnADatabaseOfTheGoProgram() throws Exception {
        try (PostgresDatabase database = PostgresDatabase.create()) {
            OldDatabase.fill(database);
            startAndStopAll(database);
            assertThat(count(database, "SELECT count(*) FROM traces")).isEqualTo(OldDatabase.ROWS);
        }
    }

    private void startAndStopAll(PostgresDatabase database) throws SQLException {
        List<Replica> replicas = new ArrayList<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < GATEWAYS; i++) {
                replicas.add(start(database, i));
            }
            for (Replica replica : replicas) {
                await().atMost(PATIENCE).ignoreExceptions().until(() -> ready(client, replica));
            }
            for (Replica replica : replicas) {
                assertThat(replica.run().terminate()).as(replica.run().err()).isZero();
                assertThat(replica.run().err()).isEmpty();
            }
        } finally {
            replicas.forEach(replica -> replica.run().process().destroyForcibly());
        }
        assertThat(count(database, "SELECT count(*) FROM schema_migrations WHERE name LIKE 'postgres/1%'"))
                .isPositive();
        assertThat(count(database, "SELECT count(*) FROM pg_index WHERE NOT indisvalid"))
                .isZero();
        assertThat(count(
                        database,
                        "SELECT count(DISTINCT applied_by) FROM schema_migrations WHERE name >= 'postgres/1'"))
                .as("gateways that applied files")
                .isOne();
    }

    private Replica start(PostgresDatabase database, int number) {
        int port = RunningGateway.freePort();
        Map<String, String> variables = Map.of(
                "ONGOINGAI_PORT",
                Integer.toString(port),
                "ONGOINGAI_STORAGE_DRIVER",
                "postgres",
                "ONGOINGAI_STORAGE_DSN",
                database.dsn());
        InstalledProgram program = InstalledProgram.in(directory.resolve("replica-" + number));
        return new Replica(program.start(variables, "serve"), port);
    }

    private static boolean ready(HttpClient client, Replica replica) throws Exception {
        if (!replica.run().process().isAlive()) {
            throw new AssertionError("a gateway ended: " + replica.run().err());
        }
        HttpRequest probe = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + replica.port() + "/readyz"))
                .build();
        return client.send(probe, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    }

    private static long count(PostgresDatabase database, String sql) throws SQLException {
        try (Connection connection = database.connectAsSuperuser();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
