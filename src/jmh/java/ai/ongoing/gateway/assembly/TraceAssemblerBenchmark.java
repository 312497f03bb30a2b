package ai.ongoing.gateway.assembly;

import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.pricing.PriceBook;
import ai.ongoing.gateway.testkit.Calls;
import ai.ongoing.gateway.trace.Trace;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What making a trace costs the writer's thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TraceAssemblerBenchmark {

    private final TraceAssembler assembler = new TraceAssembler(PriceBook.load(null), CaptureTerms.DEFAULT);
    private final Calls call = Calls.ordinary();
    private final FinishedCall bare = new FinishedCall(call.completion(), null);
    private final FinishedCall withBodies =
            new FinishedCall(call.completionBeforeBody(), call.body("x".repeat(500), "y".repeat(1500)));

    @Benchmark
    public Trace withoutBodies() {
        return assembler.assemble(bare);
    }

    @Benchmark
    public Trace withBodies() {
        return assembler.assemble(withBodies);
    }
}
