package ai.ongoing.gateway.config;

import java.util.List;

/** The {@code providers} section. */
public record ProvidersConfig(ProviderConfig openai, ProviderConfig anthropic) {

    /** In matching order. */
    public List<ProviderConfig> all() {
        return List.of(openai, anthropic);
    }
}
