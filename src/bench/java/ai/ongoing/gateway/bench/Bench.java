package ai.ongoing.gateway.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Loads the provider directly, through a bare relay and through the packaged gateway with traces in SQLite, in turns
 * that change direction every round, and prints one table. Ends with 1 when an answer failed, or when the rows stored
 * are not exactly the answers the gateway sent.
 */
final class Bench {

    private static final String DATABASE = "bench.db";

    private final BenchOptions options;
    private final Path folder;
    private final List<Child> children = new ArrayList<>();
    private final Scoreboard scoreboard = new Scoreboard();
    private long sentByGateway;
    private long failures;

    private Bench(BenchOptions options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    public static void main(String[] args) throws Exception {
        BenchOptions options = BenchOptions.parse(args);
        refuseALoadedMachine(options.surroundings().mostLoad());
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

    private boolean run() throws Exception {
        int upstreamPort = Child.freePort();
        Child upstream = start("direct", upstreamPort, own(MockUpstream.class, upstreamPort));
        int relayPort = Child.freePort();
        Child relay = start("bare relay", relayPort, own(BareRelay.class, relayPort, upstreamPort));
        Child gateway = gateway(options.launcher(), upstreamPort, folder);
        children.add(gateway);
        List<Child> targets = List.of(upstream, relay, gateway);
        warmUp(targets);
        for (int round = 0; round < options.rounds(); round++) {
            List<Child> order = new ArrayList<>(targets);
            if (round % 2 == 1) {
                Collections.reverse(order);
            }
            for (Phase phase : options.phases()) {
                for (Child target : order) {
                    measure(phase, target);
                }
            }
        }
        int exit = gateway.stop();
        System.out.println(scoreboard.table());
        keepRounds();
        return settle(exit);
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
        Path results = options.surroundings().results();
        Files.createDirectories(results);
        String name = "rounds-"
                + Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().replace(':', '-') + ".csv";
        Files.writeString(results.resolve(name), scoreboard.rounds());
        System.out.println("every round is in " + results.resolve(name));
    }

    /** Short turns, so that no target's code is compiled by the load on another alone. */
    private void warmUp(List<Child> targets) throws IOException {
        List<Phase> phases = options.phases();
        Phase json = phases.getFirst();
        Phase events = phases.getLast();
        long turns = options.warmUp().toSeconds() / 5;
        for (int turn = 0; turn < turns; turn++) {
            for (Child target : targets) {
                load(json.lasting(Duration.ofSeconds(4)), target);
                load(events.lasting(Duration.ofSeconds(1)), target);
            }
        }
    }

    private void measure(Phase phase, Child target) throws IOException {
        double before = target.cpuSeconds();
        LoadResult result = load(phase, target);
        double cpu = target.cpuSeconds() - before;
        scoreboard.add(phase, target.name(), result, cpu, target.anonymousMebibytes());
    }

    private LoadResult load(Phase phase, Child target) throws IOException {
        boolean gateway = target.name().equals("gateway");
        LoadResult result = new Load(phase, target.port(), (gateway ? "/openai" : "") + phase.path()).run();
        failures += result.failures();
        if (gateway) {
            sentByGateway += result.answers() + result.failures();
        }
        return result;
    }

    /** After the gateway's clean stop every answer it sent must be one row. */
    private boolean settle(int exit) throws SQLException {
        long stored = storedRows();
        System.out.printf(
                "answers sent by the gateway %,d, rows stored %,d, failures on all targets %,d, exit code %d%n",
                sentByGateway, stored, failures, exit);
        boolean kept = stored == sentByGateway && failures == 0 && exit == 0;
        if (!kept) {
            System.out.println("NOT KEPT: every answer must be stored, none may fail, the stop must be clean");
        }
        return kept;
    }

    private long storedRows() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM traces")) {
            return rows.next() ? rows.getLong(1) : -1;
        }
    }

    /** A packaged gateway that is ready, with its traces in a file of the folder. */
    static Child gateway(Path launcher, int upstreamPort, Path folder) throws Exception {
        int port = Child.freePort();
        Path config = folder.resolve("ongoingai.yaml");
        Files.writeString(config, """
                server:
                  host: 127.0.0.1
                  port: %d
                storage:
                  driver: sqlite
                  path: %s
                providers:
                  openai:
                    upstream: http://127.0.0.1:%d
                """.formatted(port, folder.resolve(DATABASE), upstreamPort));
        String program = launcher.toAbsolutePath().toString();
        Child gateway = Child.start("gateway", port, List.of(program, "serve", "--config", config.toString()), folder);
        awaitReady(port);
        return gateway;
    }

    private static void awaitReady(int port) throws Exception {
        URL ready = URI.create("http://127.0.0.1:" + port + "/readyz").toURL();
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (((HttpURLConnection) ready.openConnection()).getResponseCode() != HttpURLConnection.HTTP_OK) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the gateway was not ready within a minute");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private Path database() {
        return folder.resolve(DATABASE);
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
