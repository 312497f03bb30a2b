package ai.ongoing.gateway.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What the journal costs the proxy: the two paths of {@link PathAlone} in turns that change direction every round.
 * Processor time per call is the kernel's figure for all threads of the process but the compilers', so reading the records
 * back counts as well; what of it the event loops took, which are the proxy and append to the journal, stands beside it. The
 * medians of both ways are held against each other.
 */
final class JournalCost {

    private static final int CONNECTIONS = 32;
    private static final int STREAMS = 200;
    private static final int WARM_UPS = 6;

    private final List<Child> children = new ArrayList<>();
    private final Duration turn;

    private JournalCost(Duration turn) {
        this.turn = turn;
    }

    /**
     * Prints a row for each kind of load.
     *
     * @param args seconds of a turn, 8 when nothing is said; rounds, 5 when nothing is said
     */
    public static void main(String[] args) throws Exception {
        QuietMachine.demand();
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 8;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        JournalCost bench = new JournalCost(Duration.ofSeconds(seconds));
        Path folder = Files.createTempDirectory("ongoingai-cost");
        try {
            bench.run(rounds, folder);
        } finally {
            bench.children.forEach(Child::kill);
            Backlog.deleteTree(folder);
        }
    }

    private void run(int rounds, Path folder) throws Exception {
        int upstream = Child.freePort();
        start(
                "upstream",
                upstream,
                Child.jvm(MockUpstream.class.getName(), List.of(Integer.toString(upstream))),
                folder);
        int without = Child.freePort();
        int with = Child.freePort();
        List<String> arguments = List.of(
                Integer.toString(without),
                Integer.toString(with),
                Integer.toString(upstream),
                folder.resolve("journal").toString());
        Child path = start("path alone", without, Child.gateway(PathAlone.class.getName(), arguments), folder);
        Pair ways = new Pair(path, without, with);
        System.out.println(
                "| load | CPU a call without the journal, us | with it, us | ratio | event loops without it, us | with it, us"
                        + " | ratio | allocated, KB | with it, KB |");
        System.out.println("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        Phase json = new Phase("JSON at most", MockUpstream.JSON_PATH, CONNECTIONS, 0, turn);
        Phase events = new Phase("SSE, 200 streams", MockUpstream.EVENTS_PATH, STREAMS, 0, turn);
        for (int i = 0; i < WARM_UPS; i++) {
            for (int way : List.of(without, with)) {
                ways.cost(json.lasting(Duration.ofSeconds(4)), way);
                ways.cost(events.lasting(Duration.ofSeconds(2)), way);
            }
        }
        ways.compare(json, rounds);
        for (int rate : List.of(3_000, 1_000)) {
            String name = String.format(Locale.ROOT, "JSON, %,d/s", rate);
            ways.compare(new Phase(name, MockUpstream.JSON_PATH, CONNECTIONS, rate, turn), rounds);
        }
        ways.compare(events, rounds);
    }

    private Child start(String name, int port, List<String> command, Path folder) throws Exception {
        Child child = Child.start(name, port, command, folder);
        children.add(child);
        return child;
    }

    /** One process and the ports of its two paths. */
    private record Pair(Child process, int without, int with) {

        void compare(Phase phase, int rounds) throws Exception {
            Cost[] bare = new Cost[rounds];
            Cost[] journaled = new Cost[rounds];
            for (int round = 0; round < rounds; round++) {
                if (round % 2 == 0) {
                    bare[round] = cost(phase, without);
                    journaled[round] = cost(phase, with);
                } else {
                    journaled[round] = cost(phase, with);
                    bare[round] = cost(phase, without);
                }
            }
            double cpuWithout = median(bare, Cost::cpuMicros);
            double cpuWith = median(journaled, Cost::cpuMicros);
            double loopsWithout = median(bare, Cost::loopMicros);
            double loopsWith = median(journaled, Cost::loopMicros);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %.2f | %.1f | %.1f | %.2f | %.1f | %.1f |%n",
                    phase.name(),
                    cpuWithout,
                    cpuWith,
                    cpuWith / cpuWithout,
                    loopsWithout,
                    loopsWith,
                    loopsWith / loopsWithout,
                    median(bare, Cost::kilobytes),
                    median(journaled, Cost::kilobytes));
        }

        Cost cost(Phase phase, int port) throws Exception {
            long allocated = Jcmd.allocatedBytes(process.pid());
            double before = process.cpuSecondsAtWork();
            double loopsBefore = process.cpuSecondsOfEventLoops();
            LoadResult result = new Load(phase, port, "/openai" + phase.path()).run();
            if (result.failures() > 0) {
                throw new IllegalStateException(result.failures() + " calls failed on port " + port);
            }
            double loops = process.cpuSecondsOfEventLoops() - loopsBefore;
            double cpu = process.cpuSecondsAtWork() - before;
            allocated = Jcmd.allocatedBytes(process.pid()) - allocated;
            return new Cost(
                    cpu * 1e6 / result.answers(), loops * 1e6 / result.answers(), allocated / 1e3 / result.answers());
        }
    }

    /** Of one call, on the way there and back. */
    private record Cost(double cpuMicros, double loopMicros, double kilobytes) {}

    private static double median(Cost[] costs, ToDoubleFunction<Cost> of) {
        double[] sorted = Arrays.stream(costs).mapToDouble(of).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
