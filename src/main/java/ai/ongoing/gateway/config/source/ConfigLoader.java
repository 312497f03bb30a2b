package ai.ongoing.gateway.config.source;

import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.config.dsn.DsnCompletion;
import ai.ongoing.gateway.config.rule.Advice;
import ai.ongoing.gateway.config.rule.ContractRules;
import ai.ongoing.gateway.config.rule.EnforcementRules;
import ai.ongoing.gateway.config.rule.RouteRules;
import ai.ongoing.gateway.config.section.AuthSection;
import ai.ongoing.gateway.config.section.LimitsSection;
import ai.ongoing.gateway.config.section.LogSection;
import ai.ongoing.gateway.config.section.ObservabilitySection;
import ai.ongoing.gateway.config.section.PiiSection;
import ai.ongoing.gateway.config.section.PricingSection;
import ai.ongoing.gateway.config.section.ProvidersSection;
import ai.ongoing.gateway.config.section.ProxySection;
import ai.ongoing.gateway.config.section.Sections;
import ai.ongoing.gateway.config.section.ServerSection;
import ai.ongoing.gateway.config.section.StorageSection;
import ai.ongoing.gateway.config.section.TracingSection;
import ai.ongoing.gateway.config.setting.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the configuration: defaults, then the file, then the environment, then the flags; then the inherited rules, then
 * this program's own. Reads the file (and a PostgreSQL password file) and nothing else.
 */
public final class ConfigLoader {

    private static final String NO_FILE = "defaults and environment";

    private ConfigLoader() {}

    /**
     * Loads and checks the configuration.
     *
     * @param given the file an operator named; null to look in the usual places, empty for none
     * @throws ConfigError when it cannot be read or breaks a rule
     */
    public static GatewayConfig load(@Nullable Path given, Path workingDirectory, Map<String, String> environment) {
        return load(new ConfigRequest(given, workingDirectory, environment, Map.of()))
                .config();
    }

    /**
     * The same, with flags, and with every value's origin.
     *
     * @throws ConfigError when it cannot be read or breaks a rule
     */
    public static LoadedConfig load(ConfigRequest request) {
        Settings settings = new Settings();
        Optional<ConfigFile> file = ConfigFile.find(request.given(), request.workingDirectory());
        file.ifPresent(found -> new FileSource(found.name()).apply(found.read(), settings));
        new EnvironmentSource(request.environment()).apply(settings);
        FlagSource.apply(request.flags(), settings);

        ContractRules.check(settings);
        DsnCompletion completion = new DsnCompletion(request.environment());
        GatewayConfig config = assembled(file.map(ConfigFile::name).orElse(NO_FILE), settings, completion);
        RouteRules.check(config);
        EnforcementRules.check(config);
        List<String> warnings = Stream.concat(Advice.of(config, settings).stream(), completion.warnings().stream())
                .toList();
        return new LoadedConfig(config.withWarnings(warnings), settings.shown(Sections.KEYS));
    }

    static GatewayConfig assembled(String source, Settings settings, DsnCompletion completion) {
        return new GatewayConfig(
                source,
                ServerSection.read(settings),
                StorageSection.read(settings, completion),
                ProvidersSection.read(settings),
                ProxySection.read(settings),
                TracingSection.read(settings),
                PricingSection.read(settings),
                LogSection.read(settings),
                ObservabilitySection.read(settings),
                PiiSection.read(settings),
                AuthSection.read(settings),
                LimitsSection.read(settings),
                List.of());
    }
}
