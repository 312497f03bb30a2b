package ai.ongoing.gateway.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long and how hard; every value has a default that fits two cores.
 *
 * @param launcher the program's {@code ongoingai} script
 * @param round length of a phase in one round
 * @param warmUp load on every target before anything is counted
 * @param rounds how often every phase runs on every target; medians are printed
 * @param connections of the closed loop
 * @param rates calls a second of the open loops
 * @param streams streams open at once
 * @param surroundings what the machine must be like, and where the rounds' own figures go
 */
record BenchOptions(
        Path launcher,
        Duration round,
        Duration warmUp,
        int rounds,
        int connections,
        List<Integer> rates,
        int streams,
        Surroundings surroundings) {

    /**
     * The machine's part.
     *
     * @param mostLoad load average of the last minute above which nothing is measured
     * @param results folder that keeps a line for each round, load and target
     */
    record Surroundings(double mostLoad, Path results) {}

    BenchOptions {
        rates = List.copyOf(rates);
    }

    /** Reads {@code --name value} pairs. */
    static BenchOptions parse(String[] args) {
        BenchOptions options = new BenchOptions(
                Path.of("ongoingai"),
                Duration.ofSeconds(8),
                Duration.ofSeconds(20),
                3,
                64,
                List.of(500, 2_000),
                200,
                new Surroundings(0.5, Path.of("target", "bench")));
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " needs a value");
            }
            options = options.with(args[i], args[i + 1]);
        }
        return options;
    }

    private BenchOptions with(String name, String value) {
        return switch (name) {
            case "--launcher" ->
                new BenchOptions(Path.of(value), round, warmUp, rounds, connections, rates, streams, surroundings);
            case "--seconds" ->
                new BenchOptions(launcher, seconds(value), warmUp, rounds, connections, rates, streams, surroundings);
            case "--warm-up" ->
                new BenchOptions(launcher, round, seconds(value), rounds, connections, rates, streams, surroundings);
            case "--rounds" ->
                new BenchOptions(
                        launcher, round, warmUp, Integer.parseInt(value), connections, rates, streams, surroundings);
            case "--connections" ->
                new BenchOptions(
                        launcher, round, warmUp, rounds, Integer.parseInt(value), rates, streams, surroundings);
            case "--rates" ->
                new BenchOptions(launcher, round, warmUp, rounds, connections, numbers(value), streams, surroundings);
            case "--streams" ->
                new BenchOptions(
                        launcher, round, warmUp, rounds, connections, rates, Integer.parseInt(value), surroundings);
            case "--most-load" -> in(new Surroundings(Double.parseDouble(value), surroundings.results()));
            case "--results" -> in(new Surroundings(surroundings.mostLoad(), Path.of(value)));
            default ->
                throw new IllegalArgumentException("unknown option " + name + "; there are --launcher --seconds"
                        + " --warm-up --rounds --connections --rates --streams --most-load --results");
        };
    }

    private BenchOptions in(Surroundings other) {
        return new BenchOptions(launcher, round, warmUp, rounds, connections, rates, streams, other);
    }

    /** What is run, in this order, on every target in every round. */
    List<Phase> phases() {
        List<Phase> phases = new ArrayList<>();
        phases.add(new Phase(
                "JSON, " + connections + " connections, at most", MockUpstream.JSON_PATH, connections, 0, round));
        for (int rate : rates) {
            phases.add(new Phase("JSON, " + rate + " a second", MockUpstream.JSON_PATH, connections, rate, round));
        }
        phases.add(new Phase("SSE, " + streams + " streams", MockUpstream.EVENTS_PATH, streams, 0, round));
        return List.copyOf(phases);
    }

    private static Duration seconds(String value) {
        return Duration.ofSeconds(Long.parseLong(value));
    }

    private static List<Integer> numbers(String value) {
        List<Integer> numbers = new ArrayList<>();
        for (String number : value.split(",", -1)) {
            numbers.add(Integer.valueOf(number));
        }
        return numbers;
    }
}
