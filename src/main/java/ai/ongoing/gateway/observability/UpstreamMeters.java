package ai.ongoing.gateway.observability;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Shows the connections to the providers, and what went wrong on the way to them. A handful of meters a provider, whatever
 * the traffic: their labels come from configuration and from closed lists.
 */
public final class UpstreamMeters {

    private final MeterRegistry registry;

    public UpstreamMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * What is shown of one provider.
     *
     * @param used connections that carry a call
     * @param idle open connections that carry none
     * @param waiting calls that wait for a connection
     * @param failures by kind, calls that were not answered to the end
     */
    public record Figures(
            IntSupplier used, IntSupplier idle, IntSupplier waiting, Map<String, LongSupplier> failures) {}

    /** Shows a provider's figures for as long as the registry lives. */
    public void bind(String provider, Figures figures) {
        gauge(MeterNames.UPSTREAM_USED, provider, figures.used());
        gauge(MeterNames.UPSTREAM_IDLE, provider, figures.idle());
        gauge(MeterNames.UPSTREAM_WAITING, provider, figures.waiting());
        figures.failures()
                .forEach((kind, count) -> FunctionCounter.builder(
                                MeterNames.UPSTREAM_FAILURES, count, LongSupplier::getAsLong)
                        .tags(MeterNames.PROVIDER, provider, MeterNames.KIND, kind)
                        .register(registry));
    }

    private void gauge(String name, String provider, IntSupplier value) {
        Gauge.builder(name, value::getAsInt)
                .tags(MeterNames.PROVIDER, provider)
                .strongReference(true)
                .register(registry);
    }
}
