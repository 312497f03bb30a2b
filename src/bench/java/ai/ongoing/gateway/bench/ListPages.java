package ai.ongoing.gateway.bench;

import ai.ongoing.gateway.api.trace.CursorText;
import ai.ongoing.gateway.bench.store.ManyCalls;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.PostgresDatabase;
import ai.ongoing.gateway.testkit.SqliteDatabase;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.trace.TraceCursor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Lists and details of the packaged gateway, over HTTP, among millions of calls while 200 a second pass through it: every
 * value alone, every two and every three together, the first page, one in the middle and one near the end. Prints how many
 * stayed below 50 ms, and the slowest.
 */
final class ListPages {

    private static final int RATE = 200;
    private static final int TRIES = 3;
    private static final long AIM_MICROS = 50_000;

    /** Once is enough for what takes as long as this. */
    private static final long SLOW_MICROS = 500_000;

    private static final int SHOWN = 12;

    private final int count;
    private final int rows;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Answer> answers = new ArrayList<>();
    private int port;
    private volatile boolean over;

    private ListPages(int count, int rows) {
        this.count = count;
        this.rows = rows;
    }

    /** Something to ask for. */
    private record Part(String kind, String name, String query) {}

    /** What a question took, the median of its tries, which follow each other and may all meet one stall of the disk. */
    private record Answer(String question, String path, long micros) {}

    /** Arguments: launcher, calls, rows on a page. */
    public static void main(String[] args) throws Exception {
        QuietMachine.demand();
        int count = Integer.parseInt(args[1]);
        int rows = Integer.parseInt(args[2]);
        System.out.printf(
                Locale.ROOT, "%n/api/traces among %,d calls, %d more each second, %d on a page%n%n", count, RATE, rows);
        System.out.println(
                "| store | values asked for | questions | under 50 ms | median ms | 95 of 100 under | slowest |");
        System.out.println("|---|---:|---:|---:|---:|---:|---:|");
        for (StorageDriver driver : StorageDriver.values()) {
            Path folder = Files.createTempDirectory("ongoingai-lists");
            try {
                switch (driver) {
                    case SQLITE -> {
                        try (SqliteDatabase database = SqliteDatabase.create()) {
                            fill(TestStore.open(database), driver, count);
                            Files.move(database.file(), folder.resolve("bench.db"));
                        }
                        new ListPages(count, rows).run(Path.of(args[0]), folder, null);
                    }
                    case POSTGRES -> {
                        try (PostgresDatabase database = PostgresDatabase.create()) {
                            fill(TestStore.open(database), driver, count);
                            new ListPages(count, rows).run(Path.of(args[0]), folder, database.dsn());
                        }
                    }
                }
            } finally {
                Backlog.deleteTree(folder);
            }
        }
        System.exit(0);
    }

    private static void fill(TestStore empty, StorageDriver driver, int count) throws Exception {
        try (TestStore store = empty) {
            ManyCalls.fill(store, driver, count);
        }
    }

    private void run(Path launcher, Path folder, @org.jspecify.annotations.Nullable String dsn) throws Exception {
        int upstreamPort = Child.freePort();
        Child upstream = Child.start("provider", upstreamPort, Bench.own(MockUpstream.class, upstreamPort), folder);
        Child gateway = null;
        try {
            gateway = new BenchGateway(launcher, folder, dsn, "process").start(upstreamPort);
            port = gateway.port();
            Thread traffic = Thread.ofPlatform().daemon().start(this::traffic);
            ask(dsn == null ? "SQLite" : "PostgreSQL");
            over = true;
            traffic.join();
        } finally {
            if (gateway != null) {
                gateway.kill();
            }
            upstream.kill();
        }
    }

    /** A second at a time, until all was asked. */
    private void traffic() {
        try {
            while (!over) {
                Phase phase = new Phase("calls", MockUpstream.JSON_PATH, 8, RATE, Duration.ofSeconds(1));
                LoadResult result = new Load(phase, port, "/openai" + MockUpstream.JSON_PATH).run();
                if (result.failures() > 0) {
                    System.err.println(result.failures() + " calls failed");
                }
            }
        } catch (IOException gone) {
            System.err.println("the traffic ended: " + gone);
        }
    }

    private void ask(String store) throws Exception {
        for (int i = 0; i < 200; i++) {
            micros("/api/traces?limit=" + rows); // both programs warm
        }
        List<Part> parts = parts();
        pages("none", "");
        print(store, "none", 0);
        int from = answers.size();
        for (Part one : parts) {
            pages(one.name(), one.query());
        }
        print(store, "one", from);
        from = answers.size();
        together(parts, 2);
        print(store, "two", from);
        from = answers.size();
        together(parts, 3);
        print(store, "three", from);
        from = answers.size();
        for (int i = 0; i < 100; i++) {
            String id = ManyCalls.id((int) ((i * 7_919L * 7_919L) % count));
            answers.add(new Answer("one call by its id", "/api/traces/" + id, micros("/api/traces/" + id)));
        }
        print(store, "a call's id", from);
        System.out.println();
        List<Answer> late =
                answers.stream().filter(answer -> answer.micros() > AIM_MICROS).toList();
        List<Answer> slowest = answers.stream()
                .sorted(Comparator.comparingLong(Answer::micros).reversed())
                .limit(Math.max(SHOWN, late.size()))
                .toList();
        int again = 0;
        for (Answer answer : slowest) {
            long micros = median(answer.path());
            again += answer.micros() > AIM_MICROS && micros > AIM_MICROS ? 1 : 0;
            System.out.printf(
                    Locale.ROOT,
                    "%s, %,.1f ms, asked again %,.1f ms: %s%n",
                    store,
                    answer.micros() / 1e3,
                    micros / 1e3,
                    answer.question());
        }
        System.out.printf(
                Locale.ROOT,
                "%n%s: %d above %d ms, %d of them again%n%n",
                store,
                late.size(),
                AIM_MICROS / 1_000,
                again);
    }

    private void together(List<Part> parts, int howMany) {
        together(parts, howMany, 0, List.of());
    }

    private void together(List<Part> parts, int howMany, int from, List<Part> chosen) {
        if (chosen.size() == howMany) {
            pages(
                    String.join(", ", chosen.stream().map(Part::name).toList()),
                    String.join("", chosen.stream().map(Part::query).toList()));
            return;
        }
        for (int i = from; i < parts.size(); i++) {
            Part next = parts.get(i);
            if (chosen.stream().noneMatch(part -> part.kind().equals(next.kind()))) {
                List<Part> more = new ArrayList<>(chosen);
                more.add(next);
                together(parts, howMany, i + 1, more);
            }
        }
    }

    private void pages(String name, String query) {
        String list = "/api/traces?limit=" + rows + query;
        page(name + ", first page", list);
        page(name + ", in the middle", list + "&cursor=" + cursor(count / 2));
        page(name + ", near the end", list + "&cursor=" + cursor(count / 100));
    }

    private static String cursor(int number) {
        return CursorText.of(new TraceCursor(ManyCalls.BEGIN.plusSeconds(number), ManyCalls.id(number)));
    }

    private void page(String name, String path) {
        answers.add(new Answer(name, path, median(path)));
    }

    private long median(String path) {
        long[] micros = new long[TRIES];
        for (int i = 0; i < TRIES; i++) {
            micros[i] = micros(path);
            if (micros[i] > SLOW_MICROS) {
                return micros[i];
            }
        }
        Arrays.sort(micros);
        return micros[TRIES / 2];
    }

    private long micros(String path) {
        try {
            long begun = System.nanoTime();
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            long micros = (System.nanoTime() - begun) / 1_000;
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(path + " was answered with " + answer.statusCode());
            }
            return micros;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void print(String store, String what, int from) {
        long[] micros = answers.subList(from, answers.size()).stream()
                .mapToLong(Answer::micros)
                .sorted()
                .toArray();
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %d | %d | %.1f | %.1f | %.1f |%n",
                store,
                what,
                micros.length,
                Arrays.stream(micros).filter(each -> each <= AIM_MICROS).count(),
                micros[micros.length / 2] / 1e3,
                micros[micros.length * 95 / 100] / 1e3,
                micros[micros.length - 1] / 1e3);
    }

    private List<Part> parts() {
        Instant middle = ManyCalls.BEGIN.plusSeconds(count / 2);
        return List.of(
                new Part("provider", "a common provider", "&provider=openai"),
                new Part("provider", "the other provider", "&provider=anthropic"),
                new Part("provider", "a rare provider", "&provider=" + ManyCalls.RARE_PROVIDER),
                new Part("model", "a common model", "&model=model-3"),
                new Part("model", "a model of long ago", "&model=" + ManyCalls.OLD_MODEL),
                new Part("model", "a rare model", "&model=" + ManyCalls.RARE_MODEL),
                new Part("model", "no such model", "&model=nobody"),
                new Part("key", "a key", "&api_key_hash=key-77"),
                new Part("key", "a key of long ago", "&api_key_hash=" + ManyCalls.OLD_KEY),
                new Part("status", "status 200", "&status=200"),
                new Part("status", "status 429", "&status=429"),
                new Part("status", "status 418", "&status=418"),
                new Part("tokens", "common tokens", "&min_tokens=100&max_tokens=300"),
                new Part("tokens", "many tokens", "&min_tokens=" + ManyCalls.MANY_TOKENS),
                new Part("time", "an hour long ago", "&from=" + middle + "&to=" + middle.plusSeconds(3_600)),
                new Part("time", "the older half", "&from=" + ManyCalls.BEGIN + "&to=" + middle),
                new Part("group", "a group", "&trace_group_id=group-1"),
                new Part("thread", "a thread", "&thread_id=thread-1"),
                new Part("run", "a run", "&run_id=run-7"),
                new Part("correlation", "a correlation id", "&correlation_id=corr-4711"));
    }
}
