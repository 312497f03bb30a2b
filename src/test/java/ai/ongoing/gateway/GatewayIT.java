package ai.ongoing.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.InstalledProgram.Run;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.RecordedTraffic;
import ai.ongoing.gateway.testkit.RunsOn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program from outside, as its page of documentation says to use it. */
final class GatewayIT {

    @TempDir
    private Path directory = Path.of("");

    private final Surroundings around = new Surroundings();

    @AfterEach
    void stop() {
        around.close();
    }

    @Test
    void worksAsTypedOnSqlite() throws Exception {
        InstalledProgram program = InstalledProgram.in(directory);
        Map<String, String> variables = around.variables();
        Run validate = program.start(variables, "config", "validate");
        assertThat(validate.exitCode()).isZero();
        assertThat(validate.out()).isEqualTo("config is valid: defaults and environment\n");

        Run serve = program.start(variables, "serve");
        around.awaitReady(serve);
        assertThat(around.get("/api/health").body()).contains("\"storage_driver\":\"sqlite\"", "\"db_size_bytes\":");
        callThrough();
        assertThat(serve.terminate()).as(serve.err()).isZero();
        assertThat(serve.err()).isEmpty();
        assertThat(serve.out()).contains("\"msg\":\"gateway ready\"", "\"msg\":\"gateway stopped\"");

        Path file = program.standing().resolve("data/ongoingai.db");
        assertThat(file.resolveSibling("ongoingai.db-wal")).doesNotExist();
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        assertThat(program.stored("SELECT COUNT(*) FROM schema_migrations;")).isPositive();
        assertThat(program.stored("SELECT COUNT(*) FROM traces")).isOne();
    }

    @Test
    void refusesASecondGatewayOnTheSameFileByName() throws Exception {
        InstalledProgram program = InstalledProgram.in(directory);
        Run first = program.start(around.variables(), "serve");
        around.awaitReady(first);
        Map<String, String> other = around.variables();
        other.put("ONGOINGAI_PORT", Integer.toString(RunningGateway.freePort()));
        Run second = program.start(other, "serve");
        assertThat(second.exitCode()).isOne();
        assertThat(lastLine(second.err()))
                .startsWith("failed to initialize sqlite storage: ")
                .contains("data/ongoingai.db", Long.toString(first.process().pid()));
        assertThat(around.get("/readyz").statusCode()).isEqualTo(200);
        assertThat(first.terminate()).isZero();
    }

    @Test
    void survivesAKillAndLeavesOneFileAfterTheNextStop() throws Exception {
        InstalledProgram program = InstalledProgram.in(directory);
        Run killed = program.start(around.variables(), "serve");
        around.awaitReady(killed);
        callThrough();
        killed.process().destroyForcibly();
        killed.exitCode();
        Run next = program.start(around.variables(), "serve");
        around.awaitReady(next);
        assertThat(next.terminate()).isZero();
        Path file = program.standing().resolve("data/ongoingai.db");
        assertThat(file.resolveSibling("ongoingai.db-wal")).doesNotExist();
        assertThat(program.stored("SELECT COUNT(*) FROM traces")).isOne();
    }

    @Test
    void springHasNoSecondWayIn() throws Exception {
        InstalledProgram program = InstalledProgram.in(directory);
        Files.writeString(program.standing().resolve("application.properties"), "server.port=1\n");
        Map<String, String> variables = around.variables();
        variables.put("SERVER_PORT", "1");
        variables.put("SPRING_APPLICATION_JSON", "{\"server\":{\"port\":1}}");
        variables.put("SPRING_MAIN_WEB_APPLICATION_TYPE", "none");
        Run serve = program.start(variables, "serve");
        around.awaitReady(serve);
        assertThat(serve.terminate()).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void itsClientsAreServedByAsManyThreadsAsThereAreProcessors() throws Exception {
        Run serve = InstalledProgram.in(directory).start(around.variables(), "serve");
        around.awaitReady(serve);
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 4 * (2 + Runtime.getRuntime().availableProcessors()); i++) {
                Socket one = new Socket(InetAddress.getLoopbackAddress(), around.port());
                clients.add(one);
                one.getOutputStream().write("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
                assertThat(one.getInputStream().read()).isEqualTo('H');
            }
            assertThat(eventLoops(serve.process().pid()))
                    .isEqualTo(Math.max(2, Runtime.getRuntime().availableProcessors()));
        } finally {
            for (Socket one : clients) {
                one.close();
            }
        }
        assertThat(serve.terminate()).isZero();
    }

    /** The kernel keeps fifteen letters of a thread's name. */
    private static long eventLoops(long pid) throws IOException {
        long loops = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads) {
                loops += Files.readString(thread.resolve("comm")).startsWith("reactor-http-ep") ? 1 : 0;
            }
        }
        return loops;
    }

    @Test
    void aPortInUseEndsTheStartInOneLine() throws Exception {
        InstalledProgram program = InstalledProgram.in(directory);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Run serve = program.start(Map.of(), "serve", "-port", Integer.toString(taken.getLocalPort()));
            assertThat(serve.exitCode()).isOne();
            assertThat(serve.err())
                    .isEqualTo("failed to listen on 127.0.0.1:" + taken.getLocalPort()
                            + ": address already in use; stop the other program or choose another server.port\n");
        }
        assertThat(program.standing().resolve("data")).doesNotExist();
    }

    @Test
    void aBadConfigurationEndsTheStartInOneLine() {
        InstalledProgram program = InstalledProgram.in(directory);
        Run serve = program.start(Map.of("ONGOINGAI_STORAGE_DRIVER", "mysql"), "serve");
        assertThat(serve.exitCode()).isOne();
        assertThat(serve.err())
                .isEqualTo("config is invalid: storage.driver must be one of sqlite, postgres (got \"mysql\")\n");
        assertThat(serve.out()).isEmpty();
    }

    @Test
    void aFileThatIsNoDatabaseEndsTheStartInOneLine() throws IOException {
        InstalledProgram program = InstalledProgram.in(directory);
        Files.writeString(program.standing().resolve("notes.txt"), "not a database ".repeat(500));
        Run serve = program.start(withPath("notes.txt"), "serve");
        assertThat(serve.exitCode()).isOne();
        assertThat(serve.err().lines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("failed to initialize sqlite storage: ")
                        .contains("notes.txt"));
    }

    @Test
    void aSignalDuringTheStartIsNoFailure() throws Exception {
        InstalledProgram program = InstalledProgram.in(directory);
        Map<String, String> variables = postgres("u:p@127.0.0.1:" + RunningGateway.freePort() + "/db?sslmode=disable");
        Run serve = program.start(variables, "serve");
        await().ignoreExceptions().until(() -> around.get("/api/health").body().contains("starting"));
        assertThat(serve.terminate()).as(serve.err()).isZero();
        assertThat(serve.err()).doesNotContain("failed to initialize");
    }

    @Nested
    @RunsOn(StorageDriver.POSTGRES)
    class Postgres {

        @Test
        void worksAsTyped() throws Exception {
            InstalledProgram program = InstalledProgram.in(directory);
            try (PostgresDatabase database = PostgresDatabase.create()) {
                Files.writeString(
                        program.standing().resolve("ongoingai.yaml"),
                        "storage:\n  driver: postgres\n  dsn: " + database.dsn() + "\n");
                Run validate = program.start(around.variables(), "config", "validate");
                assertThat(validate.exitCode()).isZero();
                Run serve = program.start(around.variables(), "serve");
                around.awaitReady(serve);
                assertThat(around.get("/api/health").body())
                        .contains("\"storage_driver\":\"postgres\"", "\"rls\":\"enforced\"")
                        .doesNotContain("db_size_bytes");
                callThrough();
                assertThat(serve.terminate()).as(serve.err()).isZero();
                try (Connection connection = database.connect();
                        Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM schema_migrations;")) {
                    row.next();
                    assertThat(row.getLong(1)).isPositive();
                }
            }
        }

        @Test
        void aWrongPasswordEndsTheStartInOneLineWithoutShowingIt() {
            InstalledProgram program = InstalledProgram.in(directory);
            try (PostgresDatabase database = PostgresDatabase.create()) {
                String place = database.dsn().substring(database.dsn().indexOf('@'));
                Run serve = program.start(postgres(database.owner() + ":wrong-secret" + place), "serve");
                assertThat(serve.exitCode()).isOne();
                assertThat(serve.err() + serve.out()).doesNotContain("wrong-secret");
                assertThat(serve.err().lines())
                        .singleElement()
                        .satisfies(line -> assertThat(line).startsWith("failed to initialize postgres storage: "));
            }
        }
    }

    private Map<String, String> withPath(String path) {
        Map<String, String> variables = around.variables();
        variables.put("ONGOINGAI_STORAGE_PATH", path);
        return variables;
    }

    private Map<String, String> postgres(String target) {
        Map<String, String> variables = around.variables();
        variables.put("ONGOINGAI_STORAGE_DRIVER", "postgres");
        variables.put("ONGOINGAI_STORAGE_DSN", "postgres://" + target);
        return variables;
    }

    /** One recorded call, found again in the list. */
    private void callThrough() throws Exception {
        RecordedTraffic.Recording recording = RecordedTraffic.named("openai-chat-gpt35-basic");
        around.upstream().answer(ReplayedTraffic.answer(recording, new Random()));
        HttpResponse<String> answer = around.send(ReplayedTraffic.request(
                recording, around.uri("/openai" + recording.request().path())));
        assertThat(answer.body())
                .isEqualTo(new String(recording.response().body(), java.nio.charset.StandardCharsets.UTF_8));
        await().until(() -> around.get("/api/traces")
                .body()
                .contains("\"total_tokens\":" + recording.expectedNumber("total_tokens")));
    }

    private static String lastLine(String text) {
        return text.lines().reduce("", (_, line) -> line);
    }
}
