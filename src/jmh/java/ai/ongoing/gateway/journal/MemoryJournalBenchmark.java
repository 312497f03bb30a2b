package ai.ongoing.gateway.journal;

import ai.ongoing.gateway.testkit.Calls;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What an append costs an event loop while the drainer empties the journal. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MemoryJournalBenchmark {

    private final MemoryJournal journal = new MemoryJournal(JournalBounds.ofHeap());
    private final CompletionRecord completion = Calls.ordinary().completion();
    private final List<FinishedCall> batch = new ArrayList<>();
    private final JournalBounds limit = new JournalBounds(512, 8L << 20);

    @Benchmark
    @Group("appending")
    @GroupThreads(3)
    public boolean append() {
        return journal.append(completion, null);
    }

    @Benchmark
    @Group("appending")
    public int drain() {
        batch.clear();
        return journal.drain(batch, limit);
    }
}
