package ai.ongoing.gateway.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Collects the rounds and prints the medians of each phase and target. Not thread-safe. */
final class Scoreboard {

    private final Map<String, Map<String, List<Row>>> rows = new LinkedHashMap<>();

    /** Takes one round's figures. */
    void add(Phase phase, String target, LoadResult result, double cpuSeconds, long mebibytes) {
        Row row = new Row(
                result.answers() / result.seconds(),
                result.answers() == 0 ? 0 : cpuSeconds * 10_000 / result.answers(),
                result.latencies().millisAt(0.5),
                result.latencies().millisAt(0.99),
                result.gaps().millisAt(0.99),
                mebibytes,
                result.failures());
        rows.computeIfAbsent(phase.name(), name -> new LinkedHashMap<>())
                .computeIfAbsent(target, name -> new ArrayList<>())
                .add(row);
    }

    /** A line of comma-separated figures for each round, under a line of names. */
    String rounds() {
        StringBuilder lines = new StringBuilder(
                "load,target,round,answers_per_second,cpu_seconds_per_10000,p50_ms,p99_ms,gap_p99_ms,anonymous_rss_mib,"
                        + "failures\n");
        rows.forEach((phase, targets) -> targets.forEach((target, rounds) -> {
            for (int i = 0; i < rounds.size(); i++) {
                Row row = rounds.get(i);
                lines.append(String.format(
                        Locale.ROOT,
                        "\"%s\",\"%s\",%d,%.1f,%.4f,%.3f,%.3f,%.3f,%.0f,%.0f%n",
                        phase,
                        target,
                        i + 1,
                        row.rate(),
                        row.cpu(),
                        row.p50(),
                        row.p99(),
                        row.gap(),
                        row.mebibytes(),
                        row.failures()));
            }
        }));
        return lines.toString();
    }

    /** The table, in Markdown. */
    String table() {
        StringBuilder table = new StringBuilder(
                "| load | target | answers/s | CPU-s per 10,000 | p50 ms | p99 ms |"
                        + " p99 between pieces ms | anonymous RSS MiB at most | failures |\n|---|---|---:|---:|---:|---:|---:|---:|---:|\n");
        rows.forEach((phase, targets) -> targets.forEach((target, rounds) -> table.append(String.format(
                Locale.ROOT,
                "| %s | %s | %,.0f | %.2f | %.2f | %.2f | %.2f | %.0f | %.0f |%n",
                phase,
                target,
                median(rounds, Row::rate),
                median(rounds, Row::cpu),
                median(rounds, Row::p50),
                median(rounds, Row::p99),
                median(rounds, Row::gap),
                rounds.stream().mapToDouble(Row::mebibytes).max().orElse(0),
                rounds.stream().mapToDouble(Row::failures).sum()))));
        return table.toString();
    }

    private static double median(List<Row> rounds, ToDoubleFunction<Row> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private record Row(
            double rate, double cpu, double p50, double p99, double gap, double mebibytes, double failures) {}
}
