package ai.ongoing.gateway.pipeline;

import ai.ongoing.gateway.assembly.TraceAssembler;
import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.journal.JournalBatch;
import ai.ongoing.gateway.journal.JournalBatch.Unstored;
import ai.ongoing.gateway.journal.JournalDrain;
import ai.ongoing.gateway.trace.Trace;
import ai.ongoing.gateway.trace.TraceSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains the journal into the store: one thread, first in first out, in batches of what is there after a moment
 * ({@link WriterPace}). A batch is released only when the store has it, so nothing is lost however this ends. While the store is
 * away the journal fills to its bounds. No thread exists before {@link #start}. Lifecycle calls are thread-safe.
 */
public final class TraceWriter {

    /** Name of the one thread. */
    public static final String THREAD_NAME = "trace-writer";

    private static final Logger LOG = LoggerFactory.getLogger(TraceWriter.class);
    private static final Duration GRACE = Duration.ofMillis(250);
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(1);

    private final JournalDrain journal;
    private final Function<FinishedCall, Trace> assembly;
    private final BatchSaver saver;
    private final Ledger ledger;
    private final WriterPace pace;
    private @Nullable Thread thread;
    private @Nullable Boolean flushed;

    public TraceWriter(Ends ends, TraceAssembler assembler, Observers observers) {
        this(ends, assembler::assemble, observers, WriterPace.DEFAULT);
    }

    TraceWriter(Ends ends, Function<FinishedCall, Trace> assembly, Observers observers, WriterPace pace) {
        this.journal = ends.from();
        this.assembly = assembly;
        this.saver = new BatchSaver(ends, observers, pace);
        this.ledger = observers.ledger();
        this.pace = pace;
    }

    /** Where calls come from and where their traces go. */
    public record Ends(JournalDrain from, TraceSink to) {}

    /** Who hears what becomes of the calls. */
    public record Observers(Ledger ledger, PipelineListener listener, StoreOutage outage) {}

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
        JournalBatch batch = null;
        while (!saver.stopped() && (batch != null || !journal.exhausted())) {
            try {
                if (batch == null
                        && journal.await(pace.batch().records(), pace.linger().toNanos())) {
                    batch = journal.take(pace.batch());
                    ledger.took();
                }
                if (batch != null && finished(batch)) {
                    batch = null;
                } else if (batch != null) {
                    LockSupport.parkNanos(AFTER_A_FAULT.toNanos());
                }
            } catch (Error fault) {
                // This thread is the only way into the store and lives on. A batch taken stays in hand: whatever is
                // released after it counts as stored.
                LockSupport.parkNanos(AFTER_A_FAULT.toNanos());
            }
        }
    }

    /** Whether the batch needs no more care: it has met its fate, or the writer was told to stop. */
    private boolean finished(JournalBatch batch) {
        boolean released = false;
        try {
            Unstored unstored = write(batch.calls());
            if (!saver.stopped()) {
                ledger.releasing();
                journal.release(batch, unstored);
                released = true;
                ledger.released(batch.calls().size(), unstored);
                saver.nothingLeft();
            }
            return true;
        } catch (RuntimeException | Error fault) {
            // Ours, the JVM's or the journal's disk's: what is stored already will be recognised by its id.
            tell(fault);
            return released || saver.stopped();
        }
    }

    /** Says so where there is memory for it: the batch is in nobody else's hand. */
    private static void tell(Throwable fault) {
        try {
            LOG.error("a batch of traces met a fault and is written again", fault);
        } catch (Error none) {
            LockSupport.parkNanos(AFTER_A_FAULT.toNanos());
        }
    }

    private Unstored write(List<FinishedCall> calls) {
        TraceBatch batch = new TraceBatch(assembly, saver, journal, pace.batch().bytes());
        calls.forEach(batch::add);
        return batch.saved();
    }

    /**
     * Refuses further calls, then waits for what is in the journal to be stored. What is left when the time is over stays
     * in the journal for the next start, and the log says how much.
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
        journal.close();
        boolean done = ended(timeout);
        if (done) {
            long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
            LOG.atInfo().addKeyValue("duration_ms", millis).log("flushed pending traces before shutdown");
            return true;
        }
        stopNow();
        LOG.atWarn()
                .addKeyValue("error", "the store did not take them in time")
                .addKeyValue("timeout", timeout.toMillis() + "ms")
                .addKeyValue("left", journal.totals().waiting())
                .log("failed to flush pending traces before shutdown; they stay in the journal for the next start");
        return false;
    }

    private boolean ended(Duration timeout) {
        Thread running = thread;
        if (running == null) {
            return journal.exhausted();
        }
        try {
            return running.join(timeout);
        } catch (InterruptedException interrupt) {
            // Whoever stops us is in a hurry, and what is left is safe; let the caller see the interrupt.
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void stopNow() {
        saver.stop();
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            ended(GRACE);
        }
    }
}
