package ai.ongoing.gateway.trace;

import java.util.List;

/** Where finished traces go. */
public interface TraceSink {

    /**
     * Stores every trace of the batch or none. Idempotent by trace id: a batch whose commit was ambiguous may simply be
     * saved again, and a trace that is already there is left as it is.
     *
     * @throws TraceStoreException when nothing was stored; its cause class says whether a retry can help
     */
    void save(List<Trace> traces);
}
