package ai.ongoing.gateway;

import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.testkit.CachedProgram;
import ai.ongoing.gateway.testkit.LeakWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A gateway in a process of its own, which can be killed. Its log goes to a file that a failure quotes. */
final class GatewayProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final CachedProgram PROGRAM = new CachedProgram(
            List.of("-Xmx256m", "-Dio.netty.leakDetection.level=paranoid"),
            GatewayApplication.class,
            List.of("serve"),
            GatewayProcess::train);

    private final Process process;
    private final URI base;
    private final Path log;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private GatewayProcess(Process process, URI base, Path log) {
        this.process = process;
        this.base = base;
        this.log = log;
    }

    /** Starts one with these variables; it stands in {@code directory}. */
    static GatewayProcess start(Map<String, String> variables, Path directory) {
        return start(List.of(), variables, directory);
    }

    /** Starts one behind a command that prepares its surroundings. */
    static GatewayProcess start(List<String> prefix, Map<String, String> variables, Path directory) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(PROGRAM.command());
        return run(command, variables, directory);
    }

    /** Makes every later start a quick one; pays for a test that starts the gateway more than ten times. */
    static void prepareManyStarts() throws IOException {
        PROGRAM.cache();
    }

    private static void train(List<String> command, Path directory) {
        Map<String, String> variables = Map.of(
                "ONGOINGAI_PORT",
                Integer.toString(RunningGateway.freePort()),
                "ONGOINGAI_STORAGE_PATH",
                directory.resolve("traces.db").toString(),
                "ONGOINGAI_TRACING_JOURNAL_PATH",
                directory.resolve("journal").toString());
        try (GatewayProcess gateway = run(command, variables, directory).ready()) {
            if (gateway.terminate() != 0) {
                throw new IllegalStateException("no cache: " + gateway.log());
            }
        }
    }

    private static GatewayProcess run(List<String> command, Map<String, String> variables, Path directory) {
        try {
            Path log = Files.createTempFile(directory, "gateway", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("ONGOINGAI_") || name.startsWith("OTEL_"));
            builder.environment().putAll(variables);
            URI base = URI.create("http://127.0.0.1:" + variables.get("ONGOINGAI_PORT"));
            return new GatewayProcess(builder.start(), base, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    URI uri() {
        return base;
    }

    /** Waits until calls are taken. */
    GatewayProcess ready() {
        await().atMost(PATIENCE).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the gateway ended: " + log());
            }
            return status("/readyz") == 200;
        });
        return this;
    }

    /** Waits until every accepted call has met its fate, and shows the books. */
    JsonNode settledBooks() {
        await().atMost(PATIENCE)
                .until(() -> books().path("in_flight").asLong(-1) == 0
                        && books().path("waiting").asLong(-1) == 0);
        return books();
    }

    JsonNode books() {
        return get("/api/diagnostics/trace-pipeline").path("diagnostics").path("books");
    }

    JsonNode get(String path) {
        try {
            String body = send(path).body();
            return JsonMapper.shared().readTree(body);
        } catch (IOException e) {
            return JsonMapper.shared().missingNode();
        }
    }

    private int status(String path) {
        try {
            return send(path).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private HttpResponse<String> send(String path) throws IOException {
        try {
            HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SIGKILL, and gone. */
    void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /** Asks it to stop, as a service manager would, and waits. */
    int terminate() {
        LeakWatch.collectIn(process);
        for (int i = 0; i < 8; i++) {
            get("/livez"); // asks for buffers, which is when lost ones are told of
        }
        process.destroy();
        int code = exitCode();
        if (log().contains("LEAK: ")) {
            throw new IllegalStateException("buffers were lost: " + log());
        }
        return code;
    }

    private int exitCode() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the gateway did not end: " + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    String log() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        client.shutdownNow();
    }
}
