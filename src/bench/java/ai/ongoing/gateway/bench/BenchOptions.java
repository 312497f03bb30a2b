package ai.ongoing.gateway.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long and how hard; every value has a default that fits two cores. */
@Command(name = "src/bench/run", sortOptions = false, showDefaultValues = true)
final class BenchOptions {

    @Option(names = "--launcher", hidden = true)
    private Path launcher = Path.of("ongoingai");

    @Option(names = "--seconds", description = "length of a load in one round")
    private int seconds = 8;

    @Option(names = "--warm-up", description = "seconds of load on every target before anything is counted")
    private int warmUp = 60;

    @Option(names = "--idle", description = "seconds without load before the gateway's memory is looked at once more")
    private int idle = 150;

    @Option(names = "--rounds", description = "how often every load runs on every target; medians are printed")
    private int rounds = 3;

    @Option(names = "--connections", description = "open at once in the loads that are no streams")
    private int connections = 64;

    @Option(names = "--rates", split = ",", description = "calls a second of the open loops")
    private List<Integer> rates = List.of(500, 2_000);

    @Option(names = "--streams", description = "streams open at once")
    private int streams = 200;

    @Option(names = "--gap", description = "milliseconds between two of a stream's 50 events")
    private int gap = MockUpstream.GAP_MILLIS;

    @Option(names = "--request-bytes", description = "size of a request's body")
    private int requestBytes = Bodies.USUAL.requestBytes();

    @Option(names = "--answer-bytes", description = "size of an answer that is no stream")
    private int answerBytes = Bodies.USUAL.answerBytes();

    @Option(names = "--durability", description = "tracing.journal.durability of our gateway")
    private String durability = "process";

    @Option(
            names = "--dsn",
            description =
                    "traces go to this PostgreSQL database, which must be fresh or ours, instead of a SQLite file")
    private @Nullable String dsn;

    @Option(
            names = "--url",
            description =
                    "another gateway on loopback, NAME=URL or NAME=URL#PID, whose provider is --provider-port; may be"
                            + " repeated")
    private List<String> urls = List.of();

    @Option(names = "--provider-port", description = "where the provider listens; 0 takes a free port")
    private int providerPort;

    @Option(names = "--most-load", description = "load average of the last minute above which nothing is measured")
    private double mostLoad = 0.5;

    @Option(names = "--results", description = "folder that keeps every round's figures")
    private Path results = Path.of("target", "bench");

    /** @throws picocli.CommandLine.ParameterException naming the option */
    static BenchOptions parse(String... args) {
        BenchOptions options = new BenchOptions();
        CommandLine line = new CommandLine(options);
        line.parseArgs(args);
        try {
            options.bodies().print(false);
            options.foreign();
            new Bodies(options.requestBytes, options.answerBytes).request(true);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(line, e.getMessage(), e);
        }
        return options;
    }

    /** What is run, in this order, on every target in every round. */
    List<Phase> phases() {
        Duration round = Duration.ofSeconds(seconds);
        List<Phase> phases = new ArrayList<>();
        phases.add(new Phase(
                "JSON, " + connections + " connections, at most", MockUpstream.JSON_PATH, connections, 0, round));
        for (int rate : rates) {
            phases.add(new Phase("JSON, " + rate + " a second", MockUpstream.JSON_PATH, connections, rate, round));
        }
        phases.add(new Phase("SSE, " + streams + " streams", MockUpstream.EVENTS_PATH, streams, 0, round));
        return List.copyOf(phases);
    }

    List<Target> foreign() {
        return urls.stream().map(Target::foreign).toList();
    }

    Bodies bodies() {
        return new Bodies(requestBytes, answerBytes);
    }

    /** What the provider's process is told behind its port. */
    List<String> providerArguments() {
        return List.of(Integer.toString(answerBytes), Integer.toString(gap));
    }

    Path launcher() {
        return launcher;
    }

    Duration warmUp() {
        return Duration.ofSeconds(warmUp);
    }

    int idle() {
        return idle;
    }

    int rounds() {
        return rounds;
    }

    String durability() {
        return durability;
    }

    /** Null where traces go to a SQLite file. */
    @Nullable
    String dsn() {
        return dsn;
    }

    int providerPort() {
        return providerPort;
    }

    double mostLoad() {
        return mostLoad;
    }

    Path results() {
        return results;
    }
}
