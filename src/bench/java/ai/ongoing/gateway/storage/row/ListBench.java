package ai.ongoing.gateway.storage.row;

import ai.ongoing.gateway.bench.QuietMachine;
import ai.ongoing.gateway.bench.store.ManyCalls;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.tenant.Tenant;
import ai.ongoing.gateway.tenant.TenantScope;
import ai.ongoing.gateway.testkit.Samples;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.trace.Trace;
import ai.ongoing.gateway.trace.TraceCursor;
import ai.ongoing.gateway.trace.TraceFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Lists and details among millions of calls while 200 a second go on: every filter alone and every two of them together,
 * inside a tenant and over all, the first page and one in the middle. Prints the slowest of each.
 */
final class ListBench {

    private static final int PAGE = 50;
    private static final int TRIES = 5;

    private final StorageDriver driver;
    private final int count;
    private final TestStore store;
    private volatile boolean over;

    private ListBench(StorageDriver driver, int count) {
        this.driver = driver;
        this.count = count;
        this.store = TestStore.open(driver);
    }

    /**
     * Prints a table for each store.
     *
     * @param args how many calls, 1,000,000 when nothing is said
     */
    public static void main(String[] args) throws Exception {
        QuietMachine.demand();
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        for (StorageDriver driver : StorageDriver.values()) {
            new ListBench(driver, count).run();
        }
        System.exit(0);
    }

    private void run() throws Exception {
        ManyCalls.fill(store, driver, count);
        System.out.printf(Locale.ROOT, "%n%s, %,d calls, 200 more each second%n%n", driver.label(), count);
        System.out.println("| filter | scope | page | median ms | slowest ms | rows |\n|---|---|---|---:|---:|---:|");
        Thread traffic = Thread.ofPlatform().daemon().start(this::traffic);
        Map<String, TraceFilter> filters = filters();
        for (TenantScope scope : List.of(TenantScope.operator(), TenantScope.of(Tenant.of("org-7", "main")))) {
            for (Map.Entry<String, TraceFilter> filter : filters.entrySet()) {
                measure(filter.getKey(), filter.getValue(), scope, null);
                measure(filter.getKey(), filter.getValue(), scope, middle());
            }
        }
        details();
        over = true;
        traffic.join();
        store.close();
    }

    private TraceCursor middle() {
        return new TraceCursor(ManyCalls.BEGIN.plusSeconds(count / 2), ManyCalls.id(count / 2));
    }

    private void measure(
            String name, TraceFilter filter, TenantScope scope, @org.jspecify.annotations.Nullable TraceCursor after) {
        long[] micros = new long[TRIES];
        int rows = 0;
        for (int i = 0; i < TRIES; i++) {
            long begun = System.nanoTime();
            rows = store.reader().list(scope, filter, after, PAGE).items().size();
            micros[i] = (System.nanoTime() - begun) / 1_000;
        }
        print(name, scope, after == null ? "first" : "middle", micros, rows);
    }

    private void details() {
        long[] micros = new long[TRIES * 20];
        for (int i = 0; i < micros.length; i++) {
            String id = ManyCalls.id((int) ((i * 7_919L * 7_919L) % count));
            long begun = System.nanoTime();
            if (store.reader().find(TenantScope.operator(), id).isEmpty()) {
                throw new IllegalStateException("call " + id + " is gone");
            }
            micros[i] = (System.nanoTime() - begun) / 1_000;
        }
        print("one call by its id", TenantScope.operator(), "-", micros, 1);
    }

    private static void print(String name, TenantScope scope, String page, long[] micros, int rows) {
        long[] sorted = Arrays.stream(micros).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %.1f | %.1f | %d |%n",
                name,
                scope instanceof TenantScope.OneTenant ? "tenant" : "all",
                page,
                sorted[sorted.length / 2] / 1e3,
                sorted[sorted.length - 1] / 1e3,
                rows);
    }

    /** Each alone, and each with each other of another kind. */
    private Map<String, TraceFilter> filters() {
        Map<String, TraceFilter> all = new LinkedHashMap<>();
        all.put("none", TraceFilter.ANY);
        List<Part> parts = parts();
        for (Part part : parts) {
            all.put(part.name(), filter(part));
        }
        for (int i = 0; i < parts.size(); i++) {
            for (Part other : parts.subList(i + 1, parts.size())) {
                if (!other.kind().equals(parts.get(i).kind())) {
                    all.put(parts.get(i).name() + ", " + other.name(), filter(parts.get(i), other));
                }
            }
        }
        return all;
    }

    private record Part(String kind, String name, Object value) {}

    private List<Part> parts() {
        Instant middle = ManyCalls.BEGIN.plusSeconds(count / 2);
        return List.of(
                new Part("provider", "common provider", "openai"),
                new Part("provider", "rare provider", ManyCalls.RARE_PROVIDER),
                new Part("model", "common model", "model-3"),
                new Part("provider", "other provider", "anthropic"),
                new Part("model", "model of long ago", ManyCalls.OLD_MODEL),
                new Part("model", "rare model", ManyCalls.RARE_MODEL),
                new Part("model", "no such model", "nobody"),
                new Part("key", "key", "key-77"),
                new Part("key", "key of long ago", ManyCalls.OLD_KEY),
                new Part("status", "status 200", 200),
                new Part("status", "status 429", 429),
                new Part("status", "status 418", 418),
                new Part("tokens", "common tokens", List.of(100L, 300L)),
                new Part("tokens", "many tokens", List.of(ManyCalls.MANY_TOKENS, 10_000_000L)),
                new Part("time", "an hour long ago", List.of(middle, middle.plusSeconds(3_600))),
                new Part("time", "the older half", List.of(ManyCalls.BEGIN, middle)),
                new Part("group", "group", "group-1"),
                new Part("correlation", "correlation id", "corr-4711"));
    }

    private static TraceFilter filter(Part... parts) {
        Map<String, Object> of = new LinkedHashMap<>();
        for (Part part : parts) {
            of.put(part.kind(), part.value());
        }
        List<?> tokens = (List<?>) of.getOrDefault("tokens", Arrays.asList(null, null));
        List<?> time = (List<?>) of.getOrDefault("time", Arrays.asList(null, null));
        return new TraceFilter(
                (String) of.get("group"),
                null,
                null,
                (String) of.get("correlation"),
                (String) of.get("provider"),
                (String) of.get("model"),
                (String) of.get("key"),
                (Integer) of.get("status"),
                (Long) tokens.get(0),
                (Long) tokens.get(1),
                (Instant) time.get(0),
                (Instant) time.get(1));
    }

    /** Twenty calls every tenth of a second. */
    private void traffic() {
        while (!over) {
            List<Trace> calls =
                    new ArrayList<>(Stream.generate(Samples::trace).limit(20).toList());
            store.sink().save(calls);
            LockSupport.parkNanos(100_000_000L);
        }
    }
}
