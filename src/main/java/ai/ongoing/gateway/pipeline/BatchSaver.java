package ai.ongoing.gateway.pipeline;

import ai.ongoing.gateway.trace.Trace;
import ai.ongoing.gateway.trace.TraceSink;
import ai.ongoing.gateway.trace.TraceStoreException;
import ai.ongoing.gateway.trace.TraceStoreException.Failure;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves a batch, come what may: a store that is away is waited for, in order and without giving anything up; a batch the
 * store refuses is saved trace by trace, and only the traces that are refused by themselves are given up. Used by the
 * writer's thread alone; {@link #stop} may come from any thread.
 */
final class BatchSaver {

    private static final Logger LOG = LoggerFactory.getLogger(TraceWriter.class);

    private final TraceSink sink;
    private final TraceQueue queue;
    private final WriterPace pace;
    private volatile boolean stopped;

    BatchSaver(TraceSink sink, TraceQueue queue, WriterPace pace) {
        this.sink = sink;
        this.queue = queue;
        this.pace = pace;
    }

    /** No further try is made; the thread must be interrupted beside this, so that a wait ends. */
    void stop() {
        stopped = true;
    }

    boolean stopped() {
        return stopped;
    }

    void save(List<Trace> traces) {
        if (traces.isEmpty()) {
            return;
        }
        TraceStoreException refusal = attempt(traces, pace.unknownTries());
        if (refusal == null) {
            return;
        }
        if (traces.size() == 1) {
            giveUp("write_trace", refusal, 1, 1);
        } else {
            saveOneByOne(traces);
        }
    }

    private void saveOneByOne(List<Trace> traces) {
        int refused = 0;
        TraceStoreException last = null;
        for (Trace trace : traces) {
            TraceStoreException refusal = attempt(List.of(trace), 1);
            if (refusal != null) {
                last = refusal;
                refused++;
            }
        }
        if (last != null) {
            giveUp("write_batch_fallback", last, refused, traces.size());
        }
    }

    /** Null when the traces are stored, or when the writer was told to stop; else why the store refuses them. */
    private @Nullable TraceStoreException attempt(List<Trace> traces, int unknownTries) {
        for (int tries = 1; !stopped; tries++) {
            TraceStoreException failure = tryOnce(traces);
            if (failure == null) {
                return null;
            }
            boolean again = failure.failure().transientFailure()
                    || (failure.failure() == Failure.UNKNOWN && tries < unknownTries);
            if (!again) {
                return failure;
            }
            queue.outage().failed(failure, queue.journal().size());
            pause(tries);
        }
        return null;
    }

    private @Nullable TraceStoreException tryOnce(List<Trace> traces) {
        long start = System.nanoTime();
        try {
            sink.save(traces);
        } catch (TraceStoreException failure) {
            return failure;
        } catch (RuntimeException unforeseen) {
            return new TraceStoreException(Failure.UNKNOWN, "the trace store failed: " + unforeseen, unforeseen);
        }
        queue.ledger().stored(traces.size());
        queue.listener().flushed(traces.size(), System.nanoTime() - start);
        queue.outage().over(queue.journal().size());
        return null;
    }

    private void pause(int failedTries) {
        try {
            Thread.sleep(pace.delayMillis(failedTries));
        } catch (InterruptedException interrupt) {
            // This thread is ours: an interrupt means that stop() was called, and the flag says so; anything else must
            // not cost a trace.
        }
    }

    private void giveUp(String operation, TraceStoreException why, int refused, int batchSize) {
        queue.ledger().setAside(refused, operation, why.failure(), Instant.now());
        queue.listener().dropped(operation, why.failure().label(), refused);
        Throwable kind = why.getCause() == null ? why : why.getCause();
        LOG.atError()
                .addKeyValue("operation", operation)
                .addKeyValue("batch_size", batchSize)
                .addKeyValue("failed_count", refused)
                .addKeyValue("error_class", why.failure().label())
                .addKeyValue("error_kind", kind.getClass().getSimpleName())
                .addKeyValue("error", why.getMessage())
                .log("trace persistence failed; dropped trace records");
    }
}
