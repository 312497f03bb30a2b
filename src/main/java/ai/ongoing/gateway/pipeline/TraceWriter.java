package ai.ongoing.gateway.pipeline;

import ai.ongoing.gateway.assembly.TraceAssembler;
import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.journal.MemoryJournal;
import ai.ongoing.gateway.trace.Trace;
import ai.ongoing.gateway.trace.TraceSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains the queue into the store: one thread, first in first out, in batches of what is there after a few milliseconds.
 * While the store is away the queue fills to its bounds and nothing that it took is dropped. No thread exists before
 * {@link #start}. Lifecycle calls are thread-safe.
 */
public final class TraceWriter {

    /** Name of the one thread. */
    public static final String THREAD_NAME = "trace-writer";

    private static final Logger LOG = LoggerFactory.getLogger(TraceWriter.class);
    private static final Duration GRACE = Duration.ofMillis(250);

    private final TraceQueue queue;
    private final TraceAssembler assembler;
    private final WriterPace pace;
    private final BatchSaver saver;
    private @Nullable Thread thread;
    private @Nullable Boolean flushed;

    public TraceWriter(TraceQueue queue, TraceAssembler assembler, TraceSink sink) {
        this(queue, assembler, sink, WriterPace.DEFAULT);
    }

    TraceWriter(TraceQueue queue, TraceAssembler assembler, TraceSink sink, WriterPace pace) {
        this.queue = queue;
        this.assembler = assembler;
        this.pace = pace;
        this.saver = new BatchSaver(sink, queue, pace);
    }

    /**
     * Starts the thread.
     *
     * @throws IllegalStateException when it was started or closed before
     */
    public synchronized void start() {
        if (thread != null || flushed != null) {
            throw new IllegalStateException("a trace writer starts once, and not after it was closed");
        }
        // A daemon: a stop that was not asked to wait for the store must not hang on it.
        thread = Thread.ofPlatform().name(THREAD_NAME).daemon().start(this::run);
    }

    private void run() {
        MemoryJournal journal = queue.journal();
        List<FinishedCall> calls = new ArrayList<>();
        while (!saver.stopped() && !journal.exhausted()) {
            if (journal.await(pace.batch().records(), pace.linger().toNanos())) {
                calls.clear();
                queue.ledger().took(journal.drain(calls, pace.batch()));
                if (!calls.isEmpty()) {
                    queue.ledger().oldest(calls.getFirst().completion().finishedAt());
                    write(calls);
                }
                if (journal.size() == 0) {
                    queue.ledger().oldest(null);
                }
            }
        }
    }

    private void write(List<FinishedCall> calls) {
        List<Trace> batch = new ArrayList<>(calls.size());
        long bodyChars = 0;
        for (FinishedCall call : calls) {
            Trace trace = assemble(call);
            if (trace == null) {
                continue;
            }
            batch.add(trace);
            bodyChars += trace.request().body().text().length()
                    + trace.response().body().text().length();
            // Decoded bodies may be a thousand times their captured size: the bound on a batch holds for them, too.
            if (bodyChars >= pace.batch().bytes()) {
                saver.save(batch);
                batch = new ArrayList<>();
                bodyChars = 0;
            }
        }
        saver.save(batch);
    }

    /** Null when this call cannot be made into a trace: it is set aside, and the others go on. */
    private @Nullable Trace assemble(FinishedCall call) {
        try {
            return assembler.assemble(call);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError broken) {
            queue.ledger().setAside(1);
            LOG.atError()
                    .addKeyValue("trace_id", call.completion().traceId())
                    .addKeyValue("correlation_id", call.completion().correlationId())
                    .addKeyValue("error_kind", broken.getClass().getSimpleName())
                    .log("a call could not be turned into a trace; it was set aside");
            return null;
        }
    }

    /**
     * Refuses further calls, then waits for what is in the queue to be stored. What is left when the time is over is
     * counted as lost, and the log says how much.
     *
     * @return whether everything was stored or set aside in time; a repeated call returns the first one's answer
     */
    public synchronized boolean close(Duration timeout) {
        if (flushed == null) {
            flushed = flush(timeout);
        }
        return flushed;
    }

    private boolean flush(Duration timeout) {
        long start = System.nanoTime();
        queue.journal().close();
        boolean done = ended(timeout);
        long lost = done ? 0 : abandon();
        if (lost == 0) {
            long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
            LOG.atInfo().addKeyValue("duration_ms", millis).log("flushed pending traces before shutdown");
            return true;
        }
        LOG.atError()
                .addKeyValue("error", "the store did not take them in time")
                .addKeyValue("timeout", timeout.toMillis() + "ms")
                .addKeyValue("lost", lost)
                .log("failed to flush pending traces before shutdown");
        return false;
    }

    private boolean ended(Duration timeout) {
        Thread running = thread;
        if (running == null) {
            return queue.journal().exhausted();
        }
        try {
            return running.join(timeout);
        } catch (InterruptedException interrupt) {
            // Whoever stops us is in a hurry: count what is left now, and let the caller see the interrupt.
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends the thread and counts what it and the queue still hold as lost. */
    private long abandon() {
        saver.stop();
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            ended(GRACE);
        }
        queue.ledger().abandon();
        MemoryJournal journal = queue.journal();
        while (!journal.exhausted()) {
            queue.ledger().took(journal.drain(new ArrayList<>(), pace.batch()));
            Thread.onSpinWait();
        }
        return queue.ledger().lost();
    }
}
