package ai.ongoing.gateway.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ParameterException;

/**
 * Loads the provider directly, through a bare relay, through nginx where it is installed, through the packaged gateway and
 * through any other that is named, in turns that change direction every round, and prints one table. Ends with 1 when an
 * answer failed or was another than the provider's, or when the rows stored are not exactly the answers the gateway sent.
 */
final class Bench {

    private final BenchOptions options;
    private final Path folder;
    private final BenchGateway gateway;
    private final List<Child> children = new ArrayList<>();
    private final Scoreboard scoreboard = new Scoreboard();
    private long sentByGateway;
    private long failures;

    private Bench(BenchOptions options, Path folder) {
        this.options = options;
        this.folder = folder;
        this.gateway = new BenchGateway(options.launcher(), folder, options.dsn(), options.durability());
    }

    public static void main(String[] args) throws Exception {
        BenchOptions options = options(args);
        refuseALoadedMachine(options.mostLoad());
        Path folder = Files.createTempDirectory("ongoingai-bench");
        Bench bench = new Bench(options, folder);
        boolean kept;
        try {
            kept = bench.run();
        } finally {
            bench.children.forEach(Child::kill);
            Backlog.deleteTree(folder);
        }
        System.exit(kept ? 0 : 1);
    }

    private static BenchOptions options(String[] args) {
        try {
            return BenchOptions.parse(args);
        } catch (ParameterException e) {
            System.err.println(e.getMessage());
            e.getCommandLine().usage(System.err);
            System.exit(2);
            throw e;
        }
    }

    private boolean run() throws Exception {
        int upstreamPort = options.providerPort() == 0 ? Child.freePort() : options.providerPort();
        List<String> provider = new ArrayList<>(List.of(Integer.toString(upstreamPort)));
        provider.addAll(options.providerArguments());
        Child upstream = start("direct", upstreamPort, Child.jvm(MockUpstream.class.getName(), provider));
        int relayPort = Child.freePort();
        Child relay = start("bare relay", relayPort, own(BareRelay.class, relayPort, upstreamPort));
        Child ours = gateway.start(upstreamPort);
        children.add(ours);
        long before = gateway.storedRows();
        List<Target> targets = new ArrayList<>(List.of(Target.of(upstream, ""), Target.of(relay, "")));
        Optional<Path> nginx = Nginx.installed();
        if (nginx.isPresent()) {
            int port = Child.freePort();
            List<String> command = Nginx.command(nginx.get(), folder, port, upstreamPort);
            targets.add(Target.of(start(Nginx.NAME, port, command), ""));
        }
        targets.add(Target.of(ours, "/openai"));
        targets.addAll(options.foreign());
        warmUp(targets);
        for (int round = 0; round < options.rounds(); round++) {
            List<Target> order = new ArrayList<>(targets);
            if (round % 2 == 1) {
                Collections.reverse(order);
            }
            for (Phase phase : options.phases()) {
                for (Target target : order) {
                    measure(phase, target);
                }
            }
        }
        TimeUnit.SECONDS.sleep(options.idle());
        long idle = Child.anonymousMebibytes(ours.pid());
        int exit = ours.stop();
        System.out.println(scoreboard.table());
        System.out.printf("the gateway, %d s after the last load: %d MiB of anonymous RSS%n", options.idle(), idle);
        keepRounds();
        return settle(ours, exit, before);
    }

    /** Figures taken beside other work are that work's. */
    private static void refuseALoadedMachine(double most) {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        if (load > most) {
            System.err.printf(
                    Locale.ROOT,
                    "the load average is %.2f, above %.2f: wait, or say --most-load 100 and read ratios only%n",
                    load,
                    most);
            System.exit(2);
        }
    }

    private void keepRounds() throws IOException {
        Path results = options.results();
        Files.createDirectories(results);
        String name = "rounds-"
                + Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().replace(':', '-') + ".csv";
        Files.writeString(results.resolve(name), scoreboard.rounds());
        System.out.println("every round is in " + results.resolve(name));
    }

    /** Short turns, so that no target's code is compiled by the load on another alone. */
    private void warmUp(List<Target> targets) throws IOException {
        List<Phase> phases = options.phases();
        Phase json = phases.getFirst();
        Phase events = phases.getLast();
        long turns = options.warmUp().toSeconds() / 5;
        for (int turn = 0; turn < turns; turn++) {
            for (Target target : targets) {
                load(json.lasting(Duration.ofSeconds(4)), target);
                load(events.lasting(Duration.ofSeconds(1)), target);
            }
        }
    }

    private void measure(Phase phase, Target target) throws IOException {
        double before = target.cpuSeconds();
        MemoryPeak memory = MemoryPeak.of(target);
        LoadResult result = load(phase, target);
        double cpu = target.cpuSeconds() - before;
        scoreboard.add(phase, target.name(), result, cpu, memory.most());
    }

    private LoadResult load(Phase phase, Target target) throws IOException {
        LoadResult result = new Load(phase, target.port(), target.prefix() + phase.path(), options.bodies()).run();
        failures += result.failures();
        if (target.name().equals(gateway.name())) {
            sentByGateway += result.answers() + result.failures();
        }
        return result;
    }

    /** After the gateway's clean stop every answer it sent must be one row. */
    private boolean settle(Child ours, int exit, long before) throws SQLException, IOException {
        long stored = gateway.storedRows() - before;
        System.out.printf(
                "answers sent by the gateway %,d, rows stored %,d, failures on all targets %,d, exit code %d%n",
                sentByGateway, stored, failures, exit);
        boolean leaked = ours.said("LEAK: ");
        boolean kept = stored == sentByGateway && failures == 0 && exit == 0 && !leaked;
        if (!kept) {
            System.out.println(
                    "NOT KEPT: every answer must be stored, none may fail, the stop must be clean, no buffer lost"
                            + (leaked ? ", and some were" : ""));
        }
        return kept;
    }

    private Child start(String name, int port, List<String> command) throws Exception {
        Child child = Child.start(name, port, command, folder);
        children.add(child);
        return child;
    }

    static List<String> own(Class<?> main, int... ports) {
        return Child.jvm(
                main.getName(), Arrays.stream(ports).mapToObj(Integer::toString).toList());
    }
}
