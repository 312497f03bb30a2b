package ai.ongoing.gateway.bench;

import ai.ongoing.gateway.assembly.CaptureTerms;
import ai.ongoing.gateway.assembly.TraceAssembler;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.journal.CompletionRecord;
import ai.ongoing.gateway.journal.file.FileJournal;
import ai.ongoing.gateway.journal.file.JournalSettings;
import ai.ongoing.gateway.pipeline.Ledger;
import ai.ongoing.gateway.pipeline.PipelineListener;
import ai.ongoing.gateway.pipeline.StoreOutage;
import ai.ongoing.gateway.pipeline.TraceQueue;
import ai.ongoing.gateway.pipeline.TraceWriter;
import ai.ongoing.gateway.pricing.PriceBook;
import ai.ongoing.gateway.testkit.Calls;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.trace.TraceStoreException;
import ai.ongoing.gateway.trace.TraceStoreException.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * How the writer catches up: a journal full of calls is drained into a real store, first alone, then while calls go on;
 * the second rate is held against the first of the same run. Then the lag at an even rate. Bodies are not stored.
 */
final class Backlog {

    private static final long BYTES = 8L << 30;
    private static final int TRAFFIC = 500;
    private static final int FAST = 3_000;

    private final StorageDriver driver;
    private final Path folder;
    private volatile boolean storeAway;
    private int made;

    private Backlog(StorageDriver driver, Path folder) {
        this.driver = driver;
        this.folder = folder;
    }

    /**
     * Prints a row for each store.
     *
     * @param args how many calls wait, 200,000 when nothing is said
     */
    public static void main(String[] args) throws Exception {
        QuietMachine.demand();
        int calls = args.length == 0 ? 200_000 : Integer.parseInt(args[0]);
        System.out.println("| store | calls waiting | alone, rows/s | beside 500 calls/s | ratio | heap idle, full,"
                + " drained MiB | worst lag at 3,000/s |");
        System.out.println("|---|---:|---:|---:|---:|---:|---:|");
        for (StorageDriver driver : StorageDriver.values()) {
            Path folder = Files.createTempDirectory("ongoingai-backlog");
            try {
                new Backlog(driver, folder).run(calls);
            } finally {
                deleteTree(folder);
            }
        }
        System.exit(0);
    }

    private void run(int calls) {
        try (TestStore store = TestStore.open(driver)) {
            drain(store, Math.min(calls, 50_000), 0); // warms up
            Drained alone = drain(store, calls, 0);
            Drained beside = drain(store, calls, TRAFFIC);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,d | %,.0f | %,.0f | %.2f | %d, %d, %d | %,d ms |%n",
                    driver.label(),
                    calls,
                    alone.rate(),
                    beside.rate(),
                    beside.rate() / alone.rate(),
                    alone.heapIdle(),
                    alone.heapFull(),
                    alone.heapDrained(),
                    lag(store).toMillis());
        }
    }

    /** Megabytes after a collection: before, with everything waiting, after. */
    private record Drained(double rate, long heapIdle, long heapFull, long heapDrained) {}

    private Drained drain(TestStore store, int calls, int perSecond) {
        try (Line line = new Line(store)) {
            long idle = heap();
            storeAway = true;
            line.writer.start();
            for (int i = 0; i < calls; i++) {
                line.append();
            }
            long full = heap();
            storeAway = false;
            while (line.ledger.snapshot().books().stored() == 0) {
                line.appendFor(Duration.ofMillis(1), 0);
            }
            long begun = System.nanoTime();
            while (line.ledger.snapshot().books().stored() < calls) {
                line.appendFor(Duration.ofMillis(50), perSecond);
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            return new Drained(calls / seconds, idle, full, heap());
        }
    }

    private Duration lag(TestStore store) {
        try (Line line = new Line(store)) {
            line.writer.start();
            Duration worst = Duration.ZERO;
            for (int i = 0; i < 200; i++) {
                line.appendFor(Duration.ofMillis(50), FAST);
                Duration now = line.ledger.snapshot().lag();
                worst = now.compareTo(worst) > 0 ? now : worst;
            }
            return worst;
        }
    }

    /** Journal, books, way in and writer, as a gateway has them. */
    private final class Line implements AutoCloseable {

        private final FileJournal journal;
        private final Ledger ledger;
        private final TraceQueue queue;
        private final TraceWriter writer;

        Line(TestStore store) {
            journal = new FileJournal(
                    new JournalSettings(folder.resolve(UUID.randomUUID().toString()), BYTES, false));
            journal.open(driver.label());
            ledger = new Ledger(journal, Clock.systemUTC());
            queue = new TraceQueue(journal, ledger, PipelineListener.NONE);
            TraceWriter.Ends ends = new TraceWriter.Ends(journal, traces -> {
                if (storeAway) {
                    throw new TraceStoreException(Failure.CONNECTION, "away", null);
                }
                store.sink().save(traces);
            });
            writer = new TraceWriter(
                    ends,
                    new TraceAssembler(PriceBook.load(null), CaptureTerms.DEFAULT),
                    new TraceWriter.Observers(ledger, PipelineListener.NONE, new StoreOutage()));
        }

        void append() {
            CompletionRecord call = finishedNow(Calls.ordinary().id(nextId()).completion());
            if (!queue.admit(call.admission()).complete(call, null)) {
                throw new IllegalStateException("the journal refused a call");
            }
        }

        /** Appends at an even rate for a while, or only waits. */
        void appendFor(Duration time, int perSecond) {
            long begun = System.nanoTime();
            long gap = perSecond == 0 ? time.toNanos() : 1_000_000_000L / perSecond;
            for (long due = gap; due <= time.toNanos(); due += gap) {
                long left = due - (System.nanoTime() - begun);
                if (left > 0) {
                    LockSupport.parkNanos(left);
                }
                if (perSecond > 0) {
                    append();
                }
            }
        }

        @Override
        public void close() {
            writer.close(Duration.ofMinutes(2));
            journal.end();
        }
    }

    /** Ids of the gateway's shape, which sort by time: random ones would cost the store's indexes more. */
    private String nextId() {
        long tick = System.currentTimeMillis() << 16 | 0x7000 | (made++ & 0xFFF);
        return HexFormat.of().toHexDigits(tick)
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    private static CompletionRecord finishedNow(CompletionRecord call) {
        return new CompletionRecord(
                call.admission(),
                Instant.now(),
                call.responseHeaders(),
                call.status(),
                call.completion(),
                call.streaming(),
                call.chunks(),
                call.timing(),
                call.requestFacts(),
                call.responseFacts(),
                call.bodyFollows());
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }

    static void deleteTree(Path folder) throws java.io.IOException {
        List<Path> all;
        try (Stream<Path> paths = Files.walk(folder)) {
            all = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
