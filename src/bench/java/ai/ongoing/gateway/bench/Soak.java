package ai.ongoing.gateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keeps a packaged gateway at four fifths of what it can do for a long time and looks at it once a minute, after a full
 * collection: heap in use, threads, open descriptors. Ends with 1 when a call failed, or when the last quarter of the
 * minutes holds more than the first: a tenth and 8 MiB of heap, 5 threads, 20 descriptors. Needs Linux.
 */
final class Soak {

    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final int CONNECTIONS = 64;
    private static final Duration PROBE = Duration.ofSeconds(20);

    private final Child gateway;
    private final List<Look> looks = new ArrayList<>();
    private long failures;

    private Soak(Child gateway) {
        this.gateway = gateway;
    }

    /** What a gateway holds. */
    private record Look(long heapKib, long threads, long descriptors) {}

    /** Arguments: launcher, minutes. */
    public static void main(String[] args) throws Exception {
        QuietMachine.demand();
        Path folder = Files.createTempDirectory("ongoingai-soak");
        int upstreamPort = Child.freePort();
        Child upstream = Child.start("direct", upstreamPort, Bench.own(MockUpstream.class, upstreamPort), folder);
        Child gateway = BenchGateway.usual(Path.of(args[0]), folder).start(upstreamPort);
        boolean flat;
        try {
            flat = new Soak(gateway).run(Integer.parseInt(args[1]));
            flat &= gateway.stop() == 0;
        } finally {
            gateway.kill();
            upstream.kill();
            Backlog.deleteTree(folder);
        }
        System.exit(flat ? 0 : 1);
    }

    private boolean run(int minutes) throws Exception {
        load(0, Duration.ofSeconds(30));
        long before = Jcmd.allocatedBytes(gateway.pid());
        LoadResult most = load(0, PROBE);
        System.out.printf(
                "allocated a call at most: %.1f KB%n",
                (Jcmd.allocatedBytes(gateway.pid()) - before) / 1e3 / most.answers());
        int rate = (int) (0.8 * most.answers() / most.seconds());
        System.out.printf("four fifths of the most: %,d calls a second for %d minutes%n", rate, minutes);
        System.out.println("minute   heap KiB   threads   descriptors   anonymous RSS MiB   failed");
        for (int minute = 1; minute <= minutes; minute++) {
            load(rate, Duration.ofMinutes(1));
            long anonymous = Child.anonymousMebibytes(gateway.pid()); // before the collection
            Look look = look();
            looks.add(look);
            System.out.printf(
                    "%6d %,10d %9d %13d %19d %8d%n",
                    minute, look.heapKib(), look.threads(), look.descriptors(), anonymous, failures);
        }
        boolean flat = judged();
        TimeUnit.MINUTES.sleep(1);
        System.out.printf("a minute later: %d MiB of anonymous RSS%n", Child.anonymousMebibytes(gateway.pid()));
        return flat;
    }

    private LoadResult load(int rate, Duration length) throws IOException {
        Phase phase = new Phase("soak", MockUpstream.JSON_PATH, CONNECTIONS, rate, length);
        LoadResult result = new Load(phase, gateway.port(), "/openai" + MockUpstream.JSON_PATH).run();
        failures += result.failures();
        return result;
    }

    private Look look() throws Exception {
        Jcmd.ask(gateway.pid(), "GC.run");
        Matcher used = USED.matcher(Jcmd.ask(gateway.pid(), "GC.heap_info"));
        long heap = used.results()
                .mapToLong(part -> Long.parseLong(part.group(1)))
                .limit(2)
                .sum();
        Path process = Path.of("/proc", Long.toString(gateway.pid()));
        String status = Files.readString(process.resolve("status"));
        long threads = Long.parseLong(status.replaceAll("(?s).*\\nThreads:\\s*(\\d+)\\n.*", "$1"));
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            return new Look(heap, threads, open.count());
        }
    }

    private boolean judged() {
        int quarter = Math.max(1, looks.size() / 4);
        Look first = median(looks.subList(0, quarter));
        Look last = median(looks.subList(looks.size() - quarter, looks.size()));
        boolean flat = last.heapKib() <= first.heapKib() * 1.1 + 8 * 1024
                && last.threads() <= first.threads() + 5
                && last.descriptors() <= first.descriptors() + 20
                && failures == 0;
        System.out.printf("first quarter %s%nlast quarter  %s%n%s%n", first, last, flat ? "flat" : "NOT FLAT");
        return flat;
    }

    private static Look median(List<Look> some) {
        return new Look(
                middle(some.stream().map(Look::heapKib)),
                middle(some.stream().map(Look::threads)),
                middle(some.stream().map(Look::descriptors)));
    }

    private static long middle(Stream<Long> values) {
        List<Long> sorted = values.sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
