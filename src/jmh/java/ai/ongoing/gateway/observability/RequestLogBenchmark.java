package ai.ongoing.gateway.observability;

import ai.ongoing.gateway.config.LogConfig;
import ai.ongoing.gateway.http.RequestLog;
import ch.qos.logback.classic.LoggerContext;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the line of a request costs: to its caller alone, and until it is written. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RequestLogBenchmark {

    private static final int LINES = 8_192;

    private final LoggerContext context = new LoggerContext();
    private final RequestLog log = new LoggedRequests(context.getLogger(LoggedRequests.class));
    private final RequestLog.Entry entry = new RequestLog.Entry(
            "corr-3beee6a76fde1cbc7e8a7df8ea77fb11", "POST", "/openai/v1/chat/completions", 200, 412);
    private QueuedLines lines;

    @Setup
    public void open() throws IOException {
        lines = LogSetup.apply(
                context, new LogConfig(LogConfig.Level.INFO, LogConfig.Format.JSON), new FileOutputStream("/dev/null"));
    }

    /** As fast as lines can be rendered and written; the caller waits for the log's thread in the end. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public boolean lineUntilWritten() {
        for (int i = 0; i < LINES; i++) {
            log.requestComplete(entry);
        }
        return lines.flush(Duration.ofSeconds(10));
    }
}
