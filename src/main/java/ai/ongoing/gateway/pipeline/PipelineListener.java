package ai.ongoing.gateway.pipeline;

/**
 * Hears what the pipeline does, for metrics. Called on the event loops ({@link #finished}, {@link #refused}) and on the
 * writer's thread (the rest): must be quick, must not block, must not throw.
 *
 * <p>Alert on any {@code refused} and on any {@code dropped}: each is a call that cost money and has no trace; what was
 * dropped is set aside, where an operator finds it, or declared lost when that is not possible.
 */
public interface PipelineListener {

    /** Hears nothing. */
    PipelineListener NONE = new PipelineListener() {};

    /**
     * A call ended, whether or not there is room for its trace.
     *
     * @param latencyMs in milliseconds
     */
    default void finished(CallLabels call, long latencyMs) {}

    /** The journal had no room: the call is lost. */
    default void refused(CallLabels call) {}

    /** A batch was stored. */
    default void flushed(int traces, long nanos) {}

    /**
     * The store refused traces, and they were set aside or declared lost.
     *
     * @param operation {@code write_trace} or {@code write_batch_fallback}
     * @param errorClass {@code timeout}, {@code connection}, {@code contention}, {@code constraint} or {@code unknown}
     */
    default void dropped(String operation, String errorClass, int traces) {}
}
