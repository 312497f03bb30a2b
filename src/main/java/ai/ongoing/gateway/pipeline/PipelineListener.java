package ai.ongoing.gateway.pipeline;

import ai.ongoing.gateway.journal.CompletionRecord;
import ai.ongoing.gateway.trace.TraceStoreException.Failure;

/**
 * Hears what the pipeline does, for metrics. Called on the event loops ({@link #finished}, {@link #refused}) and on the
 * writer's thread (the rest): must be quick, must not block, must not throw.
 *
 * <p>{@code finished} minus {@code refused} is what the store will hold one day; alert on any {@code refused} and on any
 * {@code dropped}: each is a call that cost money and has no trace.
 */
public interface PipelineListener {

    /** Hears nothing. */
    PipelineListener NONE = new PipelineListener() {};

    /** A call ended, whether or not there is room for it. */
    default void finished(CompletionRecord call) {}

    /** The queue had no room: the call is lost. */
    default void refused(CompletionRecord call) {}

    /** A batch was stored. */
    default void flushed(int traces, long nanos) {}

    /**
     * The store refused traces and they were given up.
     *
     * @param operation {@code write_trace} or {@code write_batch_fallback}
     */
    default void dropped(String operation, Failure failure, int traces) {}
}
