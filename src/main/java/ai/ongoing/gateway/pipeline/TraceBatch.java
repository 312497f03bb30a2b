package ai.ongoing.gateway.pipeline;

import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.journal.JournalBatch.Unstored;
import ai.ongoing.gateway.journal.JournalDrain;
import ai.ongoing.gateway.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls that become traces and are saved together, in one piece or in several. For the writer's thread alone. */
final class TraceBatch {

    private static final Logger LOG = LoggerFactory.getLogger(TraceWriter.class);

    private final Function<FinishedCall, Trace> assembly;
    private final BatchSaver saver;
    private final JournalDrain journal;
    private final long mostBodyChars;
    private List<PreparedTrace> traces = new ArrayList<>();
    private long bodyChars;
    private Unstored unstored = Unstored.NONE;

    /** @param mostBodyChars decoded bodies may be a thousand times their captured size: from so much on they are saved */
    TraceBatch(Function<FinishedCall, Trace> assembly, BatchSaver saver, JournalDrain journal, long mostBodyChars) {
        this.assembly = assembly;
        this.saver = saver;
        this.journal = journal;
        this.mostBodyChars = mostBodyChars;
    }

    void add(FinishedCall call) {
        PreparedTrace trace = prepared(call);
        if (trace == null) {
            return;
        }
        traces.add(trace);
        bodyChars += trace.bodyChars();
        if (bodyChars >= mostBodyChars) {
            save();
        }
    }

    /** Null when it was set aside, or when the writer was told to stop. */
    private @Nullable PreparedTrace prepared(FinishedCall call) {
        for (int tries = 1; !saver.stopped(); tries++) {
            try {
                return new PreparedTrace(call, assembly.apply(call));
            } catch (OutOfMemoryError | LinkageError | InternalError trouble) {
                // What was made of the calls before it may be what fills the heap.
                save();
                if (!saver.waitOut(trouble, tries)) {
                    setAside(call, trouble);
                    return null;
                }
            } catch (RuntimeException | StackOverflowError broken) {
                setAside(call, broken);
                return null;
            }
        }
        return null;
    }

    /** A call that cannot be made into a trace does not hold up the others. */
    private void setAside(FinishedCall call, Throwable broken) {
        String kind = broken.getClass().getSimpleName();
        boolean kept = journal.setAside(call, "it could not be turned into a trace: " + kind);
        LOG.atError()
                .addKeyValue("trace_id", call.completion().traceId())
                .addKeyValue("correlation_id", call.completion().correlationId())
                .addKeyValue("error_kind", kind)
                .log("a call could not be turned into a trace; it " + (kept ? "was set aside" : "is lost"));
        unstored = unstored.plus(Unstored.one(kept));
    }

    private void save() {
        unstored = unstored.plus(saver.save(traces));
        traces = new ArrayList<>();
        bodyChars = 0;
    }

    /** Saves what is left; how many calls are not stored. */
    Unstored saved() {
        save();
        return unstored;
    }
}
