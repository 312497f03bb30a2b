package ai.ongoing.gateway.observability;

import ai.ongoing.gateway.pipeline.CallLabels;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * The meters of one set of labels, looked up once. The provider and the proxy pair record the same values: dashboards of
 * the Go program use either.
 */
final class CallMeters {

    /** The Go program's limits, and beyond its last one: a model may think for minutes. */
    private static final Duration[] DURATION_BUCKETS = LongStream.of(
                    5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000,
                    600_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Tags tags;
    private final Counter providerRequests;
    private final Counter proxyRequests;
    private final Timer providerDuration;
    private final Timer proxyDuration;

    CallMeters(MeterRegistry registry, CallLabels labels) {
        this.registry = registry;
        Tags withoutStatus = Tags.of(
                MeterNames.PROVIDER, labels.provider(),
                MeterNames.MODEL, labels.model(),
                MeterNames.ORG_ID, labels.orgId(),
                MeterNames.WORKSPACE_ID, labels.workspaceId(),
                MeterNames.ROUTE, labels.route());
        this.tags = withoutStatus.and(MeterNames.STATUS_CODE, Integer.toString(labels.status()));
        this.providerRequests = registry.counter(MeterNames.PROVIDER_REQUESTS, tags);
        this.proxyRequests = registry.counter(MeterNames.PROXY_REQUESTS, tags);
        this.providerDuration = duration(MeterNames.PROVIDER_DURATION, withoutStatus);
        this.proxyDuration = duration(MeterNames.PROXY_DURATION, withoutStatus);
    }

    /** A timer, not a summary of seconds: a summary rounds up to whole numbers before it looks for the bucket. */
    private Timer duration(String name, Tags labels) {
        return Timer.builder(name)
                .tags(labels)
                .serviceLevelObjectives(DURATION_BUCKETS)
                .register(registry);
    }

    void finished(long latencyMs) {
        providerRequests.increment();
        proxyRequests.increment();
        providerDuration.record(latencyMs, TimeUnit.MILLISECONDS);
        proxyDuration.record(latencyMs, TimeUnit.MILLISECONDS);
    }

    /** Registered on the first drop: most label sets never have one. */
    void refused() {
        registry.counter(MeterNames.QUEUE_DROPPED, tags).increment();
    }
}
