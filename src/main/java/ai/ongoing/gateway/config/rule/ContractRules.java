package ai.ongoing.gateway.config.rule;

import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.config.section.AuthSection;
import ai.ongoing.gateway.config.section.ProvidersSection;
import ai.ongoing.gateway.config.section.ProvidersSection.Route;
import ai.ongoing.gateway.config.section.ServerSection;
import ai.ongoing.gateway.config.section.StorageSection;
import ai.ongoing.gateway.config.setting.Quoted;
import ai.ongoing.gateway.config.setting.Settings;
import java.net.URI;

/** The inherited rules, in their order and with their texts, which scripts rely on; the first failure wins. */
public final class ContractRules {

    private static final int MAX_PORT = 65535;

    private ContractRules() {}

    /** Checks all; throws {@link ConfigError} at the first rule that is broken. */
    public static void check(Settings settings) {
        port(settings);
        storage(settings);
        provider(settings, ProvidersSection.OPENAI);
        provider(settings, ProvidersSection.ANTHROPIC);
        if (settings.get(AuthSection.HEADER).isBlank()) {
            throw new ConfigError("auth.header must not be empty");
        }
        PiiRules.check(settings);
        OtelRules.check(settings);
    }

    private static void port(Settings settings) {
        long port = settings.get(ServerSection.PORT);
        if (port < 1 || port > MAX_PORT) {
            throw new ConfigError("server.port must be between 1 and 65535 (got " + port + ")");
        }
    }

    private static void storage(Settings settings) {
        String given = settings.get(StorageSection.DRIVER);
        String driver = given.strip();
        boolean file = driver.equals(StorageDriver.SQLITE.label());
        if (!file && !driver.equals(StorageDriver.POSTGRES.label())) {
            throw new ConfigError("storage.driver must be one of sqlite, postgres (got " + Quoted.of(given) + ")");
        }
        if (file && settings.get(StorageSection.PATH).isBlank()) {
            throw new ConfigError("storage.path is required when storage.driver=sqlite");
        }
        if (!file && settings.get(StorageSection.DSN).isBlank()) {
            throw new ConfigError("storage.dsn is required when storage.driver=postgres");
        }
    }

    private static void provider(Settings settings, Route route) {
        String prefix = settings.get(route.prefix());
        if (prefix.isBlank()) {
            throw new ConfigError(route.prefix().path() + " is required");
        }
        if (!prefix.strip().startsWith("/")) {
            throw new ConfigError(route.prefix().path() + " must start with '/' (got " + Quoted.of(prefix) + ")");
        }
        String upstream = settings.get(route.upstream());
        if (upstream.isBlank()) {
            throw new ConfigError(route.upstream().path() + " is required");
        }
        URI uri = ProvidersSection.parsed(route.upstream(), upstream.strip());
        if (uri.getScheme() == null || uri.getRawAuthority() == null) {
            throw new ConfigError(
                    route.upstream().path() + " must include scheme and host (got " + Quoted.url(upstream) + ")");
        }
    }
}
