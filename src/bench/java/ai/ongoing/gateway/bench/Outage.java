package ai.ongoing.gateway.bench;

import ai.ongoing.gateway.config.StorageDriver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A whole gateway in a process of its own, on each store: latency before, in and after an outage of the store; the lag at
 * 3,000 calls a second; then as many calls as go, and how long what waits then takes to drain. Ends with 1 when a call
 * failed, was declared lost, or has not exactly one row.
 */
final class Outage {

    private static final int CONNECTIONS = 64;
    private static final int FAST = 3_000;
    private static final int WARM_UPS = 3;
    private static final long LOOK = Duration.ofMillis(100).toNanos();
    private static final String GATEWAY = "ai.ongoing.gateway.GatewayApplication";

    private final List<Child> children = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Duration length;
    private final int rate;
    private int port;
    private long answers;
    private long failures;

    private Outage(Duration length, int rate) {
        this.length = length;
        this.rate = rate;
    }

    /**
     * Prints a row for each store.
     *
     * @param args seconds of a phase, 30 when nothing is said; calls a second around the outage, 500 when nothing is said
     */
    public static void main(String[] args) throws Exception {
        QuietMachine.demand();
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 30;
        int rate = args.length > 1 ? Integer.parseInt(args[1]) : 500;
        System.out.println(
                "| store | p50/p99 ms before | in the outage | after | waited, drained in s | lag at 3,000/s,"
                        + " s | calls/s at most | waited, drained in s | lost | kept |");
        System.out.println("|---|---:|---:|---:|---:|---:|---:|---:|---:|---|");
        boolean kept = true;
        for (StorageDriver driver : StorageDriver.values()) {
            Outage bench = new Outage(Duration.ofSeconds(seconds), rate);
            Path folder = Files.createTempDirectory("ongoingai-outage");
            try (AwayStore store = AwayStore.fresh(driver)) {
                kept &= bench.run(driver, store, folder);
            } finally {
                bench.children.forEach(Child::kill);
                Backlog.deleteTree(folder);
            }
        }
        System.exit(kept ? 0 : 1);
    }

    private boolean run(StorageDriver driver, AwayStore store, Path folder) throws Exception {
        Child gateway = start(store, folder);
        for (int i = 0; i < WARM_UPS; i++) {
            load(0);
        }
        drained();
        LoadResult before = load(rate);
        store.takeAway();
        LoadResult during = load(rate);
        long waited = waiting();
        store.bringBack();
        double drainedAfterOutage = drained();
        LoadResult after = load(rate);
        long lag = worstLag();
        LoadResult most = load(0);
        long left = waiting();
        double drained = drained();
        long lost = books().path("declared_lost").asLong();
        int exit = gateway.stop();
        boolean kept = failures == 0 && lost == 0 && exit == 0 && store.rows() == answers;
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %s | %,d, %.1f | %d | %,.0f | %,d, %.1f | %d | %s |%n",
                driver.label(),
                latency(before),
                latency(during),
                latency(after),
                waited,
                drainedAfterOutage,
                lag,
                most.answers() / most.seconds(),
                left,
                drained,
                lost,
                kept ? "yes" : "NO");
        return kept;
    }

    private Child start(AwayStore store, Path folder) throws Exception {
        int upstream = Child.freePort();
        child(
                "upstream",
                upstream,
                Child.jvm(MockUpstream.class.getName(), List.of(Integer.toString(upstream))),
                folder);
        port = Child.freePort();
        Path config = folder.resolve("ongoingai.yaml");
        Files.writeString(config, """
                server:
                  host: 127.0.0.1
                  port: %d
                storage:
                %s
                tracing:
                  journal:
                    path: %s
                providers:
                  openai:
                    upstream: http://127.0.0.1:%d
                """.formatted(port, store.section(), folder.resolve("journal"), upstream));
        Child gateway =
                child("gateway", port, Child.gateway(GATEWAY, List.of("serve", "--config", config.toString())), folder);
        while (client.send(request("/readyz"), HttpResponse.BodyHandlers.discarding())
                        .statusCode()
                != 200) {
            LockSupport.parkNanos(LOOK);
        }
        return gateway;
    }

    private Child child(String name, int listening, List<String> command, Path folder) throws Exception {
        Child child = Child.start(name, listening, command, folder);
        children.add(child);
        return child;
    }

    /** @param perSecond 0 for as many as go */
    private LoadResult load(int perSecond) throws IOException {
        Phase phase = new Phase("calls", MockUpstream.JSON_PATH, CONNECTIONS, perSecond, length);
        LoadResult result = new Load(phase, port, "/openai" + phase.path()).run();
        answers += result.answers();
        failures += result.failures();
        return result;
    }

    /** The largest age of the oldest waiting call, in whole seconds as the API says it, while calls come fast. */
    private long worstLag() throws Exception {
        AtomicLong worst = new AtomicLong();
        Thread looking = Thread.ofPlatform().daemon().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                worst.accumulateAndGet(diagnostics().path("lag_seconds").asLong(), Math::max);
                LockSupport.parkNanos(LOOK);
            }
        });
        load(FAST);
        looking.interrupt();
        looking.join();
        return worst.get();
    }

    private long waiting() {
        return books().path("waiting").asLong();
    }

    /** Seconds until nothing waits any more. */
    private double drained() {
        long begun = System.nanoTime();
        while (waiting() > 0) {
            LockSupport.parkNanos(LOOK);
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    private JsonNode books() {
        return diagnostics().path("books");
    }

    private JsonNode diagnostics() {
        try {
            String body = client.send(request("/api/diagnostics/trace-pipeline"), HttpResponse.BodyHandlers.ofString())
                    .body();
            return JsonMapper.shared().readTree(body).path("diagnostics");
        } catch (IOException e) {
            throw new IllegalStateException("the gateway does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return JsonMapper.shared().missingNode();
        }
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .build();
    }

    private static String latency(LoadResult result) {
        return String.format(
                Locale.ROOT,
                "%.2f/%.1f",
                result.latencies().millisAt(0.5),
                result.latencies().millisAt(0.99));
    }
}
