package ai.ongoing.gateway.observability;

import ai.ongoing.gateway.pipeline.CallLabels;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * The meters of one set of labels, looked up once. The provider and the proxy pair record the same values: dashboards of
 * the Go program use either.
 */
final class CallMeters {

    /** The Go program's limits in seconds, and beyond its last one: a model may think for minutes. */
    private static final double[] DURATION_BUCKETS = {
        .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600
    };

    private final MeterRegistry registry;
    private final Tags tags;
    private final Counter providerRequests;
    private final Counter proxyRequests;
    private final DistributionSummary providerDuration;
    private final DistributionSummary proxyDuration;

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

    /** A summary, not a timer: a timer's name would get a second {@code _seconds} on the Prometheus page. */
    private DistributionSummary duration(String name, Tags labels) {
        return DistributionSummary.builder(name)
                .tags(labels)
                .baseUnit("seconds")
                .serviceLevelObjectives(DURATION_BUCKETS)
                .register(registry);
    }

    void finished(long latencyMs) {
        double seconds = latencyMs / 1000.0;
        providerRequests.increment();
        proxyRequests.increment();
        providerDuration.record(seconds);
        proxyDuration.record(seconds);
    }

    /** Registered on the first drop: most label sets never have one. */
    void refused() {
        registry.counter(MeterNames.QUEUE_DROPPED, tags).increment();
    }
}
