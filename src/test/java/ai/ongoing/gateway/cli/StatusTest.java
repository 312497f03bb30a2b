package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.storage.schema.SchemaBackend;
import ai.ongoing.gateway.storage.schema.SchemaSession;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code status} beside gateways that run, run badly and do not run. */
class StatusTest {

    private static final String HEALTHY =
            "{\"status\":\"ok\",\"version\":\"1.2.3\",\"uptime_sec\":7,\"storage_driver\":\"postgres\",\"trace_count\":41}";

    @TempDir
    private Path directory;

    /** A port where the given answer is heard, until it is closed. */
    private static HttpServer gateway(String health) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext("/api/health", exchange -> {
            byte[] body = health.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        return server;
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Map<String, String> at(int port, Map<String, String> store) {
        Map<String, String> environment = new HashMap<>(store);
        environment.put("ONGOINGAI_PORT", Integer.toString(port));
        environment.put("ONGOINGAI_HOST", "127.0.0.1");
        return environment;
    }

    @ParameterizedTest
    @EnumSource(StorageDriver.class)
    void showsAGatewayThatIsWell(StorageDriver driver) throws IOException {
        HttpServer gateway = gateway(HEALTHY);
        try (CommandOnStore command = CommandOnStore.open(driver)) {
            Map<String, String> environment = at(gateway.getAddress().getPort(), command.environment());
            assertThat(command.run(environment, directory, "status"))
                    .as(command.out())
                    .isZero();
            assertThat(command.out())
                    .startsWith("=== OngoingAI Status ===\n\n[Gateway]\n✓ Running at http://127.0.0.1:")
                    .contains(
                            "  Storage: postgres\n  Traces: 41\n",
                            "[Database Connection]\n✓ Connected to ",
                            "[Schema]\n✓ Up to date")
                    .contains("[Helpful Commands]\n  Where calls are:   ongoingai diagnostics")
                    .doesNotContain("owner-password", "[Journal]");

            assertThat(command.run(environment, directory, "status", "--json")).isZero();
            assertThat(command.json())
                    .containsEntry("exit", 0)
                    .containsKeys("gateway", "database_connection", "schema");
            assertThat(command.out()).doesNotContain("owner-password");
        } finally {
            gateway.stop(0);
        }
    }

    @Test
    void worksWithoutAGatewayAndEndsOtherwise() throws IOException {
        try (CommandOnStore command = CommandOnStore.open(StorageDriver.SQLITE)) {
            Map<String, String> environment = at(closedPort(), command.environment());
            assertThat(command.run(environment, directory, "status")).isEqualTo(11);
            assertThat(command.out())
                    .contains("✗ Not running at http://127.0.0.1:", "Start it:          ongoingai serve")
                    .contains("✓ Connected to SQLite");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"status\":\"degraded\",\"reason\":\"the disk is full\"}", "hello"})
    void tellsAGatewayInTroubleFromAStranger(String health) throws IOException {
        HttpServer gateway = gateway(health);
        try (CommandOnStore command = CommandOnStore.open(StorageDriver.SQLITE)) {
            Map<String, String> environment = at(gateway.getAddress().getPort(), command.environment());
            boolean ours = health.startsWith("{");
            assertThat(command.run(environment, directory, "status")).isEqualTo(ours ? 1 : 11);
            assertThat(command.out()).contains(ours ? "degraded: the disk is full" : "Something else answers at");
        } finally {
            gateway.stop(0);
        }
    }

    @ParameterizedTest
    @EnumSource(StorageDriver.class)
    void saysWhatBecameOfTheLastCopyIntoTheStore(StorageDriver driver) throws IOException {
        HttpServer gateway = gateway(HEALTHY);
        try (SchemaBackend store = driver == StorageDriver.SQLITE ? SchemaBackend.sqlite() : SchemaBackend.postgres()) {
            try (SchemaSession session = store.session()) {
                session.migrate();
            }
            Map<String, String> environment = at(gateway.getAddress().getPort(), store.variables());
            Typist never = new Typist(directory);
            assertThat(never.type(environment, List.of("status"))).isZero();
            assertThat(never.out()).doesNotContain("[Copied From]");

            store.execute(
                    "INSERT INTO copy_jobs (id, source, target, source_id, schema_version, options, state, started_at)"
                            + " VALUES ('j1', 'old.db', 'here', '', 1, '', 'verified', 1),"
                            + " ('j2', 'new.db', 'here', '', 1, '', 'running', 1767323045000000)",
                    "INSERT INTO copy_chunks VALUES ('j1', 'traces', 0, 'a', 'b', 99, 'h'),"
                            + " ('j2', 'traces', 0, 'a', 'b', 500, 'h'), ('j2', 'traces', 1, 'b', 'c', 7, 'h')");
            Typist running = new Typist(directory);
            assertThat(running.type(environment, List.of("status"))).isEqualTo(10);
            assertThat(running.out()).contains("""
                            [Copied From]
                            ✗ Not finished (running): rows may be missing
                              Source: new.db
                              Begun: 2026-01-02T03:04:05Z
                              traces: 507 rows
                              Go on with it:     the same "ongoingai db copy", "db import" or "db restore" again
                            """);

            store.execute("UPDATE copy_jobs SET state = 'verified' WHERE id = 'j2'");
            Typist done = new Typist(directory);
            assertThat(done.type(environment, List.of("status", "--json"))).isZero();
            assertThat(done.json().get("copied_from"))
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsEntry("state", "verified")
                    .containsEntry("source", "new.db")
                    .containsEntry("rows", 507);
        } finally {
            gateway.stop(0);
        }
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        try (CommandOnStore command = CommandOnStore.open(StorageDriver.SQLITE)) {
            Files.createFile(directory.resolve("empty.db"));
            Map<String, String> environment = at(closedPort(), Map.of());
            command.run(environment, directory, "status", "--db", "empty.db");
            assertThat(command.out()).contains("[Schema]\n✗ Version 0: ", "migrations are pending");
            command.run(environment, directory, "status", "--db", "none.db");
            assertThat(command.out())
                    .contains("none.db yet; the first start makes it")
                    .doesNotContain("[Schema]");
            assertThat(directory.resolve("none.db")).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://gw:s3cr%40t-word@127.0.0.1:1/db",
                "postgresql://127.0.0.1:1/db?user=gw&password=s3cr%40t-word",
                "host=127.0.0.1 port=1 dbname=db user=gw password='s3cr@t-word'",
                "jdbc:postgresql://127.0.0.1:1/db?user=gw&password=s3cr%40t-word"
            })
    void putsNoSecretIntoTheBundleOrOnTheScreen(String dsn) throws IOException {
        Files.writeString(directory.resolve("gateway.log"), "first\nlast\n");
        try (CommandOnStore command = CommandOnStore.open(StorageDriver.SQLITE)) {
            Map<String, String> environment =
                    at(closedPort(), Map.of("ONGOINGAI_STORAGE_DRIVER", "postgres", "ONGOINGAI_STORAGE_DSN", dsn));
            assertThat(command.run(environment, directory, "status", "--bundle", "report.zip", "--log", "gateway.log"))
                    .isEqualTo(11);
            Map<String, String> texts = unpacked(directory.resolve("report.zip"));
            assertThat(texts).containsOnlyKeys("status.json", "status.txt", "config.txt", "versions.txt", "log.txt");
            assertThat(texts.get("log.txt")).isEqualTo("first\nlast\n");
            assertThat(texts.get("config.txt")).contains("storage.dsn = ");
            assertThat(texts.values().toString() + command.out() + command.err())
                    .doesNotContain("t-word", "s3cr");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("report.zip"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void masksTheLogInTheBundleAndLeavesTheRestReadable() throws IOException {
        List<String> lines = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        LOGGED.lines().forEach(line -> {
            String[] parts = line.split(" => ", -1);
            lines.add(parts[0]);
            expected.add(parts[parts.length - 1]);
        });
        lines.add("a".repeat(2_000_000) + " password=hunter2hunter2");
        Files.writeString(directory.resolve("gateway.log"), String.join("\n", lines));
        try (CommandOnStore command = CommandOnStore.open(StorageDriver.SQLITE)) {
            Map<String, String> environment = at(closedPort(), Map.of("ONGOINGAI_AUTH_HEADER", "X-Team-Key"));
            assertThat(command.run(environment, directory, "status", "--bundle", "report.zip", "--log", "gateway.log"))
                    .isEqualTo(11);
            String log = unpacked(directory.resolve("report.zip")).getOrDefault("log.txt", "");
            assertThat(log.lines().limit(expected.size())).containsExactlyElementsOf(expected);
            assertThat(log).endsWith(" password=****\n").doesNotContain("hunter2", "t-word", "s3cr");
        }
    }

    /** What was logged, and what of it goes into the bundle where that is not the same. */
    private static final String LOGGED = """
            level=INFO msg="gateway started" host=127.0.0.1 port=8080 driver=postgres
            Grüße, input_tokens=120 total_tokens: 150 gateway_key_id=gwk_1 "api_key_last4":"abcd"
            trying http://127.0.0.1:8080/ for bob@example.com
            cannot reach postgresql://gw:s3cr@t-word@db:5432/x?sslmode=disable now => cannot reach postgresql://gw:****@db:5432/x?sslmode=disable now
            jdbc:postgresql://db/x?user=gw&password=s3cr%40t-word&ssl=true => jdbc:postgresql://db/x?user=gw&password=****&ssl=true
            dsn "host=db user=gw password='s3cr\\'t-word' port=5432" => dsn "host=db user=gw password='****' port=5432"
            PGPASSWORD=s3cr psql => PGPASSWORD=**** psql
            AWS_SECRET_ACCESS_KEY=s3cr secret_key_base: s3cr => AWS_SECRET_ACCESS_KEY=**** secret_key_base: ****
            > Authorization: Bearer hunter2.hunter2 => > Authorization: ****
            {"headers":{"Authorization":["Bearer hunter2"],"Accept":["*/*"]}} => {"headers":{"Authorization":["****"],"Accept":["*/*"]}}
            {"body":"{\\"password\\":\\"hunter2 t-word\\",\\"n\\":1}"} => {"body":"{\\"password\\":\\"****\\",\\"n\\":1}"}
            {"x-api-key": "hunter2 t-word", "n": 1} => {"x-api-key": "****", "n": 1}
            x-team-key: hunter2 => x-team-key: ****
            Set-Cookie: session=hunter2; Path=/ => Set-Cookie: ****
            curl -H bearer hunter2hunter2 => curl -H bearer ****
            provider said: invalid key sk-proj-hunter2hunter2 => provider said: invalid key sk-****
            """;

    private static Map<String, String> unpacked(Path zip) throws IOException {
        Map<String, String> texts = new HashMap<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                texts.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }
}
