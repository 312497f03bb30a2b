package ai.ongoing.gateway;

import static org.awaitility.Awaitility.await;

import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.config.source.ConfigLoader;
import ai.ongoing.gateway.config.source.ConfigRequest;
import ai.ongoing.gateway.startup.StartupSteps;
import ai.ongoing.gateway.testkit.FakeUpstream;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole gateway in this process, on a port of its own, configured as an operator would by variables. */
final class RunningGateway implements AutoCloseable {

    private final Gateway gateway;
    private final GatewayConfig config;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private RunningGateway(GatewayConfig config, UnaryOperator<StartupSteps> steps, Clock clock) {
        this.config = config;
        this.gateway = new Gateway(config, steps, clock);
    }

    /** Variables for a gateway on a file of its own. */
    static Map<String, String> on(SqliteDatabase database, FakeUpstream upstream) {
        Map<String, String> variables = variables(upstream);
        variables.put("ONGOINGAI_STORAGE_PATH", database.file().toString());
        return variables;
    }

    /** Variables for a gateway on a PostgreSQL database. */
    static Map<String, String> on(PostgresDatabase database, FakeUpstream upstream) {
        Map<String, String> variables = variables(upstream);
        variables.put("ONGOINGAI_STORAGE_DRIVER", "postgres");
        variables.put("ONGOINGAI_STORAGE_DSN", database.dsn());
        // A server has no directory to keep the journal beside it, and several gateways run here at once.
        Path journal = Path.of("target", "call-journals", database.name());
        variables.put("ONGOINGAI_TRACING_JOURNAL_PATH", journal.toString());
        return variables;
    }

    private static Map<String, String> variables(FakeUpstream upstream) {
        Map<String, String> variables = new HashMap<>();
        variables.put("ONGOINGAI_PORT", Integer.toString(freePort()));
        variables.put("ONGOINGAI_OPENAI_UPSTREAM", upstream.uri().toString());
        variables.put("ONGOINGAI_ANTHROPIC_UPSTREAM", upstream.uri().toString());
        return variables;
    }

    /** With these the gateway stores bodies, too. */
    static Map<String, String> keepingBodies(Map<String, String> variables) {
        variables.put("ONGOINGAI_CAPTURE_BODIES", "true");
        variables.put("ONGOINGAI_PII_MODE", "off");
        return variables;
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A gateway that is not started yet. */
    static RunningGateway made(Map<String, String> variables, UnaryOperator<StartupSteps> steps) {
        return made(variables, steps, Clock.systemUTC());
    }

    private static RunningGateway made(Map<String, String> variables, UnaryOperator<StartupSteps> steps, Clock clock) {
        ConfigRequest request = new ConfigRequest(Path.of(""), Path.of(""), variables, Map.of());
        return new RunningGateway(ConfigLoader.load(request).config(), steps, clock);
    }

    /** A gateway that takes calls. */
    static RunningGateway started(Map<String, String> variables) {
        return started(variables, Clock.systemUTC());
    }

    /** As above; the minutes of its books are told by a clock of the caller's. */
    static RunningGateway started(Map<String, String> variables, Clock clock) {
        RunningGateway running = made(variables, UnaryOperator.identity(), clock);
        running.gateway.start();
        return running;
    }

    /** Starts on another thread, for tests that look at the gateway meanwhile. */
    CompletableFuture<Void> startAside() {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread.ofPlatform().name("gateway-start").start(() -> {
            try {
                gateway.start();
                end.complete(null);
            } catch (RuntimeException e) {
                end.completeExceptionally(e);
            }
        });
        return end;
    }

    Gateway gateway() {
        return gateway;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + config.server().port() + path);
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    HttpResponse<String> post(String path, String json) {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer sk-proj-0123456789abcdefghij")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        return send(request, HttpResponse.BodyHandlers.ofString());
    }

    <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request, handler);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The stored trace as the API shows it; null while it is not stored. */
    JsonNode trace(String id) {
        HttpResponse<String> answer = get("/api/traces/" + id);
        return answer.statusCode() == 200
                ? JsonMapper.shared().readTree(answer.body())
                : JsonMapper.shared().missingNode();
    }

    /** An answer of the API, read. */
    JsonNode json(String path) {
        return JsonMapper.shared().readTree(get(path).body());
    }

    /** The books as the API shows them. */
    JsonNode books() {
        return json("/api/diagnostics/trace-pipeline").path("diagnostics").path("books");
    }

    /** Waits until every accepted call has met its fate. */
    void awaitSettled() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> books().path("in_flight").asLong() == 0
                        && books().path("waiting").asLong() == 0);
    }

    @Override
    public void close() {
        client.shutdownNow();
        gateway.close();
    }
}
