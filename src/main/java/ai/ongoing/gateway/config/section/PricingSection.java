package ai.ongoing.gateway.config.section;

import static ai.ongoing.gateway.config.setting.ScalarType.TEXT;

import ai.ongoing.gateway.config.PricingConfig;
import ai.ongoing.gateway.config.setting.Key;
import ai.ongoing.gateway.config.setting.Settings;
import java.util.List;

/** {@code pricing}: prices of one's own. */
public final class PricingSection {

    static final Key<String> FILE = Key.of("pricing.file", TEXT, "");

    static final List<Key<?>> KEYS = List.of(FILE);

    private PricingSection() {}

    public static PricingConfig read(Settings settings) {
        return new PricingConfig(settings.get(FILE));
    }
}
