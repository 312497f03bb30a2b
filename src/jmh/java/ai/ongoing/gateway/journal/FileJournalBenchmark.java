package ai.ongoing.gateway.journal;

import ai.ongoing.gateway.journal.JournalBatch.Unstored;
import ai.ongoing.gateway.journal.file.FileJournal;
import ai.ongoing.gateway.journal.file.JournalSettings;
import ai.ongoing.gateway.testkit.Calls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a call of about a KiB costs the thread that notes it, and the one that takes it back. {@code -prof gc} shows that
 * an append allocates the call's handle and nothing that grows.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FileJournalBenchmark {

    private static final int CALLS = 1000;
    private static final JournalBounds EVERYTHING = new JournalBounds(512, 8L << 20);

    private final CompletionRecord completion = Calls.fromAnSdk().completion();
    private Path directory = Path.of("");
    private FileJournal journal = new FileJournal(new JournalSettings(directory, 1L << 30, false));

    @Setup(Level.Trial)
    public void open() throws IOException {
        directory = Files.createTempDirectory("journal-benchmark");
        journal = new FileJournal(new JournalSettings(directory, 1L << 40, false));
        journal.open("a store");
    }

    /** What was written is taken back between iterations, so that a long run does not fill the disk. */
    @TearDown(Level.Iteration)
    public void drain() {
        while (journal.backlog().calls() > 0) {
            journal.release(journal.take(EVERYTHING), Unstored.NONE);
        }
    }

    @TearDown(Level.Trial)
    public void end() throws IOException {
        journal.end();
        try (Stream<Path> files = Files.list(directory)) {
            files.forEach(FileJournalBenchmark::delete);
        }
        Files.delete(directory);
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Processor time of the thread that appends, system time included; a busy machine does not change it much. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Processor {

        public long cpuNanos;
        public long calls;

        private static long now() {
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }
    }

    /** Admission and completion, two records; {@code cpuNanos / calls} is what both cost. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public boolean admitAndComplete(Processor processor) {
        long begun = Processor.now();
        boolean taken = true;
        for (int i = 0; i < CALLS; i++) {
            taken &= journal.admit(completion.admission()).complete(completion, null);
        }
        processor.cpuNanos += Processor.now() - begun;
        processor.calls += CALLS;
        return taken;
    }

    /** Admission alone; what {@link #admitAndComplete} takes more is the completion. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public AdmittedCall admit(Processor processor) {
        long begun = Processor.now();
        AdmittedCall last = journal.admit(completion.admission());
        for (int i = 1; i < CALLS; i++) {
            last = journal.admit(completion.admission());
        }
        processor.cpuNanos += Processor.now() - begun;
        processor.calls += CALLS;
        return last;
    }

    /** There and back: noted, read from the file, decoded, released one by one. */
    @Benchmark
    public int completeTakeRelease() {
        journal.admit(completion.admission()).complete(completion, null);
        JournalBatch batch = journal.take(EVERYTHING);
        journal.release(batch, Unstored.NONE);
        return batch.calls().size();
    }
}
