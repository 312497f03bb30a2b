package ai.ongoing.gateway.pipeline;

import ai.ongoing.gateway.journal.JournalBatch.Unstored;
import ai.ongoing.gateway.journal.JournalDrain;
import ai.ongoing.gateway.trace.TraceSink;
import ai.ongoing.gateway.trace.TraceStoreException;
import ai.ongoing.gateway.trace.TraceStoreException.Failure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves a batch, come what may: a store that is away is waited for, in order and without giving anything up; a batch the
 * store refuses is halved until the rows it refuses stand alone, and only those are set aside. Used by the writer's
 * thread alone; {@link #stop} may come from any thread.
 */
final class BatchSaver {

    private static final Logger LOG = LoggerFactory.getLogger(TraceWriter.class);

    /** With the usual waits a minute and a half: whatever else filled the heap has come and gone by then. */
    private static final int MEMORY_TRIES = 60;

    private final TraceSink sink;
    private final JournalDrain journal;
    private final TraceWriter.Observers observers;
    private final WriterPace pace;
    private volatile boolean stopped;

    BatchSaver(TraceWriter.Ends ends, TraceWriter.Observers observers, WriterPace pace) {
        this.sink = ends.to();
        this.journal = ends.from();
        this.observers = observers;
        this.pace = pace;
    }

    /** No further try is made; the thread must be interrupted beside this, so that a wait ends. */
    void stop() {
        stopped = true;
    }

    boolean stopped() {
        return stopped;
    }

    /**
     * Saves the traces.
     *
     * @return how many were not; means nothing once {@link #stopped}
     */
    Unstored save(List<PreparedTrace> batch) {
        if (batch.isEmpty()) {
            return Unstored.NONE;
        }
        TraceStoreException refusal = attempt(batch, pace.unknownTries());
        if (refusal == null) {
            return Unstored.NONE;
        }
        List<TraceStoreException> refused = new ArrayList<>();
        Unstored unstored = isolate(batch, refusal, refused);
        if (!refused.isEmpty()) {
            tell(refused, unstored, batch.size());
        }
        return unstored;
    }

    /** In order: the first half is stored before the second is tried. */
    private Unstored isolate(List<PreparedTrace> batch, TraceStoreException why, List<TraceStoreException> refused) {
        if (stopped) {
            return Unstored.NONE;
        }
        if (batch.size() == 1) {
            boolean kept = journal.setAside(batch.getFirst().call(), String.valueOf(why.getMessage()));
            refused.add(why);
            return Unstored.one(kept);
        }
        Unstored unstored = Unstored.NONE;
        int middle = batch.size() / 2;
        for (List<PreparedTrace> half : List.of(batch.subList(0, middle), batch.subList(middle, batch.size()))) {
            TraceStoreException refusal = attempt(half, 1);
            if (refusal != null) {
                unstored = unstored.plus(isolate(half, refusal, refused));
            }
        }
        return unstored;
    }

    /** Null when the traces are stored, or when the writer was told to stop; else why the store refuses them. */
    private @Nullable TraceStoreException attempt(List<PreparedTrace> traces, int unknownTries) {
        for (int tries = 1; !stopped; tries++) {
            TraceStoreException failure = tryOnce(traces);
            if (failure == null) {
                return null;
            }
            if (!again(failure, traces.size(), tries, unknownTries)) {
                return failure;
            }
            observers.outage().failed(failure, journal.backlog().calls());
            pause(tries);
        }
        return null;
    }

    private static boolean again(TraceStoreException failure, int traces, int tries, int unknownTries) {
        return switch (failure.getCause()) {
            case OutOfMemoryError _ -> traces == 1 && tries < MEMORY_TRIES; // more than one are halved: each needs less
            case LinkageError _, InternalError _ -> true; // the program is not whole, which is no row's fault
            case null, default ->
                failure.failure().transientFailure() || (failure.failure() == Failure.UNKNOWN && tries < unknownTries);
        };
    }

    private @Nullable TraceStoreException tryOnce(List<PreparedTrace> batch) {
        long start = System.nanoTime();
        try {
            sink.save(batch.stream().map(PreparedTrace::trace).toList());
        } catch (TraceStoreException failure) {
            return failure;
        } catch (RuntimeException | Error unforeseen) {
            return new TraceStoreException(Failure.UNKNOWN, "the trace store failed: " + unforeseen, unforeseen);
        }
        observers.listener().flushed(batch.size(), System.nanoTime() - start);
        observers.outage().over();
        return null;
    }

    /**
     * Waits before a trace is made again, after an error for which its call is not to blame.
     *
     * @return false when a call finds no memory for so long that it must be too large
     */
    boolean waitOut(Error trouble, int failedTries) {
        if (trouble instanceof OutOfMemoryError && failedTries >= MEMORY_TRIES) {
            return false;
        }
        TraceStoreException failure =
                new TraceStoreException(Failure.UNKNOWN, "no traces can be made of calls: " + trouble, trouble);
        observers.outage().failed(failure, journal.backlog().calls());
        pause(failedTries);
        return true;
    }

    /** Every call of a batch has met its fate: the store refuses nothing that is still tried. */
    void nothingLeft() {
        observers.outage().over();
    }

    private void pause(int failedTries) {
        try {
            Thread.sleep(pace.delayMillis(failedTries));
        } catch (InterruptedException interrupt) {
            // This thread is ours: an interrupt means that stop() was called, and the flag says so; anything else must
            // not cost a trace.
        }
    }

    private void tell(List<TraceStoreException> refused, Unstored unstored, int batchSize) {
        TraceStoreException last = refused.getLast();
        String operation = batchSize == 1 ? "write_trace" : "write_batch_fallback";
        observers.ledger().failed(operation, last.failure(), refused.size());
        observers.listener().dropped(operation, last.failure().label(), refused.size());
        Throwable kind = last.getCause() == null ? last : last.getCause();
        LOG.atError()
                .addKeyValue("operation", operation)
                .addKeyValue("batch_size", batchSize)
                .addKeyValue("failed_count", refused.size())
                .addKeyValue("error_class", last.failure().label())
                .addKeyValue("error_kind", kind.getClass().getSimpleName())
                .addKeyValue("error", last.getMessage())
                .addKeyValue("kept", kept(unstored))
                .log("trace persistence failed; dropped trace records");
    }

    private static String kept(Unstored unstored) {
        String aside = "set aside in the journal; see ongoingai journal inspect";
        if (unstored.lost() == 0) {
            return aside;
        }
        String lost = unstored.lost() + " lost";
        return unstored.setAside() == 0 ? lost : lost + ", " + unstored.setAside() + " " + aside;
    }
}
