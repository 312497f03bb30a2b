package ai.ongoing.gateway.observability;

import ai.ongoing.gateway.pipeline.CallLabels;
import ai.ongoing.gateway.pipeline.PipelineListener;
import ai.ongoing.gateway.pipeline.PipelineSnapshot;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Counts calls and traces in a Micrometer registry. A call costs one map look-up and four recordings. The model is the
 * client's to choose, so only the first {@value #MOST_MODELS} get a label of their own; later ones share {@code other}.
 * Thread-safe.
 */
public final class PipelineMeters implements PipelineListener {

    static final int MOST_MODELS = 200;
    static final String OTHER_MODEL = "other";
    private static final double MILLIS_PER_SECOND = 1e3;

    private static final Duration[] FLUSH_BUCKETS = LongStream.of(
                    1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000)
            .mapToObj(micros -> Duration.of(micros, ChronoUnit.MICROS))
            .toArray(Duration[]::new);
    private static final double[] BATCH_BUCKETS = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512};

    private final MeterRegistry registry;
    private final String store;
    private final Map<CallLabels, CallMeters> calls = new ConcurrentHashMap<>();
    private final Set<String> models = ConcurrentHashMap.newKeySet();
    private final Timer flushDuration;
    private final DistributionSummary flushBatchSize;
    private volatile @Nullable Supplier<PipelineSnapshot> pipeline;

    /**
     * Registers what does not depend on a call.
     *
     * @param store value of the label {@code store}
     */
    public PipelineMeters(MeterRegistry registry, String store) {
        this.registry = registry;
        this.store = store;
        this.flushDuration = Timer.builder(MeterNames.FLUSH_DURATION)
                .serviceLevelObjectives(FLUSH_BUCKETS)
                .register(registry);
        this.flushBatchSize = DistributionSummary.builder(MeterNames.FLUSH_BATCH_SIZE)
                .serviceLevelObjectives(BATCH_BUCKETS)
                .register(registry);
    }

    /** Shows what the pipeline counts itself; asked whenever the page is. */
    public void bind(Supplier<PipelineSnapshot> snapshots) {
        pipeline = snapshots;
        gauge(MeterNames.QUEUE_DEPTH, now -> now.queue().depth());
        gauge(MeterNames.QUEUE_CAPACITY, now -> now.queue().capacity());
        gauge(MeterNames.JOURNAL_BYTES, now -> now.queue().bytes());
        gauge(MeterNames.LAG, now -> now.lag().toMillis() / MILLIS_PER_SECOND);
        counter(MeterNames.ENQUEUED, Tags.empty(), now -> now.sinceStart().taken());
        counter(MeterNames.WRITTEN, Tags.empty(), now -> now.sinceStart().stored());
        outcome("accepted", now -> now.books().accepted());
        outcome("stored", now -> now.books().stored());
        outcome("set_aside", now -> now.books().setAside());
        outcome("lost", now -> now.books().declaredLost());
    }

    private void outcome(String outcome, ToDoubleFunction<PipelineSnapshot> figure) {
        counter(MeterNames.TRACES, Tags.of(MeterNames.OUTCOME, outcome), figure);
    }

    private void counter(String name, Tags tags, ToDoubleFunction<PipelineSnapshot> figure) {
        FunctionCounter.builder(name, this, meters -> meters.now(figure))
                .tags(tags)
                .register(registry);
    }

    private void gauge(String name, ToDoubleFunction<PipelineSnapshot> figure) {
        Gauge.builder(name, this, meters -> meters.now(figure)).register(registry);
    }

    private double now(ToDoubleFunction<PipelineSnapshot> figure) {
        Supplier<PipelineSnapshot> source = pipeline;
        return source == null ? 0 : figure.applyAsDouble(source.get());
    }

    @Override
    public void finished(CallLabels call, long latencyMs) {
        meters(call).finished(latencyMs);
    }

    @Override
    public void refused(CallLabels call) {
        meters(call).refused();
    }

    private CallMeters meters(CallLabels call) {
        CallMeters known = calls.get(call);
        if (known != null) {
            return known;
        }
        // An unlisted model is not remembered: the map stays bounded, and its calls find the shared entry below.
        CallLabels bounded = listed(call.model()) ? call : call.withModel(OTHER_MODEL);
        return calls.computeIfAbsent(bounded, labels -> new CallMeters(registry, labels));
    }

    private boolean listed(String model) {
        if (models.contains(model)) {
            return true;
        }
        synchronized (models) {
            return models.size() < MOST_MODELS && models.add(model);
        }
    }

    @Override
    public void flushed(int traces, long nanos) {
        flushDuration.record(nanos, TimeUnit.NANOSECONDS);
        flushBatchSize.record(traces);
    }

    @Override
    public void dropped(String operation, String errorClass, int traces) {
        registry.counter(
                        MeterNames.WRITE_FAILED,
                        MeterNames.OPERATION,
                        operation,
                        MeterNames.ERROR_CLASS,
                        errorClass,
                        MeterNames.STORE,
                        store)
                .increment(traces);
    }
}
