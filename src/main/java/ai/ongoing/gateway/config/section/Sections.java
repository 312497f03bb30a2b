package ai.ongoing.gateway.config.section;

import ai.ongoing.gateway.config.setting.Key;
import java.util.List;
import java.util.stream.Stream;

/** Every setting there is. */
public final class Sections {

    /** All settings, in the order of the shipped file. */
    public static final List<Key<?>> KEYS = Stream.of(
                    ServerSection.KEYS,
                    StorageSection.KEYS,
                    ProvidersSection.KEYS,
                    ProxySection.KEYS,
                    TracingSection.KEYS,
                    PricingSection.KEYS,
                    LogSection.KEYS,
                    ObservabilitySection.KEYS,
                    PiiSection.KEYS,
                    AuthSection.KEYS,
                    LimitsSection.KEYS)
            .<Key<?>>flatMap(List::stream)
            .toList();

    private Sections() {}
}
