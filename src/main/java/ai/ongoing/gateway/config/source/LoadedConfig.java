package ai.ongoing.gateway.config.source;

import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.config.setting.Settings.Shown;
import java.util.List;

/** A configuration and, for people, each of its values with its origin; secrets are masked. */
public record LoadedConfig(GatewayConfig config, List<Shown> values) {

    public LoadedConfig {
        values = List.copyOf(values);
    }
}
