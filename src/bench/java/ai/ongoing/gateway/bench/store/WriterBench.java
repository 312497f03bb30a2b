package ai.ongoing.gateway.bench.store;

import ai.ongoing.gateway.bench.QuietMachine;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.trace.Trace;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The gateway's writer alone, beside the least that the backend needs for the same rows in the same batches: a bare JDBC
 * loop on SQLite, psql's COPY on PostgreSQL. Turn by turn in one run, into tables with the same indexes; the ratio is of
 * medians, and of processor time where all the work is this process's. Ends with what a trace costs on disk.
 */
final class WriterBench {

    private static final int WARM_UP = 3;

    private final int rounds;
    private final int batches;

    private WriterBench(int rounds, int batches) {
        this.rounds = rounds;
        this.batches = batches;
    }

    /**
     * Prints a row for each store and kind of trace.
     *
     * @param args rounds (9) and batches of 512 in each (20)
     */
    public static void main(String[] args) throws Exception {
        QuietMachine.demand();
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 9;
        int batches = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        System.out.println(
                "| store | rows | gateway, rows/s | beside it | rows/s | ratio | of CPU time | bytes a trace |");
        System.out.println("|---|---|---:|---|---:|---:|---:|---:|");
        WriterBench bench = new WriterBench(rounds, batches);
        for (StorageDriver driver : StorageDriver.values()) {
            bench.run(driver, false);
            bench.run(driver, true);
        }
        System.exit(0);
    }

    private void run(StorageDriver driver, boolean bodies) throws Exception {
        MixedCalls calls = new MixedCalls(bodies);
        List<Took> gateway = new ArrayList<>();
        List<Took> yardstick = new ArrayList<>();
        try (TestStore store = TestStore.open(driver);
                Yardstick other = Yardstick.beside(store, driver)) {
            for (int round = 0; round < rounds + WARM_UP; round++) {
                List<List<Trace>> traces = calls.batches(batches);
                other.before();
                gateway.add(Took.by(() -> traces.forEach(store.sink()::save)));
                other.take();
                yardstick.add(Took.by(other::write));
            }
            Took ours = median(gateway);
            Took theirs = median(yardstick);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %,.0f | %s | %,.0f | %.2f | %s | %,d |%n",
                    driver.label(),
                    bodies ? "3 KB of bodies" : "lean",
                    rate(ours),
                    other.name(),
                    rate(theirs),
                    rate(ours) / rate(theirs),
                    other.inProcess() ? String.format(Locale.ROOT, "%.2f", theirs.cpu() / (double) ours.cpu()) : "",
                    other.bytes() / ((long) (rounds + WARM_UP) * batches * MixedCalls.BATCH));
        }
    }

    private double rate(Took took) {
        return batches * MixedCalls.BATCH * 1e9 / took.wall();
    }

    /** Each figure's own median, of the rounds after the warm-up. */
    private static Took median(List<Took> all) {
        List<Took> rounds = all.subList(WARM_UP, all.size());
        List<Long> wall = rounds.stream().map(Took::wall).sorted().toList();
        List<Long> cpu =
                rounds.stream().map(Took::cpu).sorted(Comparator.naturalOrder()).toList();
        return new Took(wall.get(wall.size() / 2), cpu.get(cpu.size() / 2));
    }

    /** Nanoseconds of the clock, and of the processor in this thread. */
    private record Took(long wall, long cpu) {

        static Took by(Work work) throws SQLException {
            var threads = java.lang.management.ManagementFactory.getThreadMXBean();
            long cpu = threads.getCurrentThreadCpuTime();
            long wall = System.nanoTime();
            work.run();
            return new Took(System.nanoTime() - wall, threads.getCurrentThreadCpuTime() - cpu);
        }
    }

    /** What is measured. */
    private interface Work {
        void run() throws SQLException;
    }
}
