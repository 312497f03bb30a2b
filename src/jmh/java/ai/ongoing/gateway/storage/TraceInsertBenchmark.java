package ai.ongoing.gateway.storage;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.testkit.Samples;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.trace.Trace;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A trace's way into the store, in batches as the writer has them; the ids come in no order, which is the worst case. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TraceInsertBenchmark {

    private static final int BATCH = 512;

    @Param({"SQLITE", "POSTGRES"})
    private StorageDriver driver = StorageDriver.SQLITE;

    private TestStore store = TestStore.open(StorageDriver.SQLITE);
    private List<Trace> batch = List.of();

    @Setup(Level.Trial)
    public void open() {
        store.close();
        store = TestStore.open(driver);
    }

    @Setup(Level.Invocation)
    public void make() {
        batch = Stream.generate(Samples::trace).limit(BATCH).toList();
    }

    /** What the thread that stores allocates, without what making the batch does. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Allocation {

        public long bytes;
        public long traces;

        private static long now() {
            return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                    .getCurrentThreadAllocatedBytes();
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void insert(Allocation allocation) {
        long before = Allocation.now();
        store.sink().save(batch);
        allocation.bytes += Allocation.now() - before;
        allocation.traces += BATCH;
    }

    @TearDown(Level.Trial)
    public void close() {
        store.close();
    }
}
