package ai.ongoing.gateway.api;

import ai.ongoing.gateway.http.Cors;
import ai.ongoing.gateway.http.Gate;
import ai.ongoing.gateway.http.RequestLog;
import ai.ongoing.gateway.pipeline.Books;
import ai.ongoing.gateway.pipeline.PipelineSnapshot;
import ai.ongoing.gateway.storage.StorageStatus;
import ai.ongoing.gateway.trace.TraceReader;
import ai.ongoing.gateway.trace.TraceStoreException.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RouterFunctions;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** The API alone on a loopback port, over a gate and a reader of the test's choice. */
final class ApiServer implements AutoCloseable {

    private static final String VERSION = "1.2.3";

    final List<RequestLog.Entry> logged = new CopyOnWriteArrayList<>();
    volatile Gate.State state = Gate.State.SERVING;
    volatile PipelineSnapshot pipeline = behind(Duration.ZERO);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Scheduler blocking = Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor());
    private final DisposableServer server;
    final HealthController health;
    final ProbeController probes;
    final DiagnosticsController diagnostics;

    ApiServer(TraceReader reader, List<String> corsOrigins) {
        Gate gate = new TestGate();
        HealthController.Store store =
                new HealthController.Store(StoredStatus::new, () -> "not applicable", () -> pipeline);
        health = new HealthController(new GatewayFacts(VERSION, "sqlite"), gate, store, Clock.systemUTC());
        probes = new ProbeController(gate);
        diagnostics = new DiagnosticsController(() -> pipeline, "sqlite", Clock.systemUTC());
        ApiRoutes routes = new ApiRoutes()
                .health(health, probes)
                .traces(new TraceController(() -> reader, () -> pipeline))
                .diagnostics(diagnostics)
                .document(new ApiDocument())
                .metrics("/metrics", () -> "figures 1\n".getBytes(StandardCharsets.UTF_8));
        ApiFilter filter = new ApiFilter(gate, new Cors(corsOrigins, "X-OngoingAI-Gateway-Key"), logged::add, blocking);
        HandlerStrategies strategies =
                HandlerStrategies.builder().webFilter(filter).build();
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(
                        RouterFunctions.toHttpHandler(routes.routerFunction(), strategies)))
                .bindNow();
    }

    /** A pipeline whose oldest call has been waiting for so long. */
    static PipelineSnapshot behind(Duration lag) {
        Books books = new Books(9, 1, 2, 4, 1, 1);
        PipelineSnapshot.Drops drops = new PipelineSnapshot.Drops(null, Instant.EPOCH, "write_trace");
        return new PipelineSnapshot(
                books,
                new PipelineSnapshot.Queue(2, 32, 2048, 32_768, 65_536),
                lag,
                "",
                new PipelineSnapshot.SinceStart(3, 8, 1, 0, 4, 1),
                drops,
                Map.of(Failure.TIMEOUT, 1L),
                List.of());
    }

    HttpResponse<String> get(String path) {
        return send("GET", path);
    }

    HttpResponse<String> send(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.disposeNow();
        blocking.dispose();
        client.close();
    }

    private final class TestGate implements Gate {

        @Override
        public State state() {
            return state;
        }

        @Override
        public Instant since() {
            return Instant.parse("2026-11-20T10:00:00Z");
        }

        @Override
        public String trouble() {
            return state == State.DEGRADED ? "the store is away" : "";
        }

        @Override
        public Progress progress() {
            return new Progress("applying migrations", "100_words.sql");
        }
    }

    private static final class StoredStatus implements StorageStatus {

        @Override
        public String driver() {
            return "sqlite";
        }

        @Override
        public OptionalLong sizeBytes() {
            return OptionalLong.of(4096);
        }

        @Override
        public Optional<String> trouble() {
            return Optional.empty();
        }

        @Override
        public TraceCount traceCount() {
            return new TraceCount(7, true);
        }
    }
}
