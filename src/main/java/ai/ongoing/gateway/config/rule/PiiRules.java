package ai.ongoing.gateway.config.rule;

import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.PiiConfig.Match;
import ai.ongoing.gateway.config.PiiConfig.Scope;
import ai.ongoing.gateway.config.section.PiiSection;
import ai.ongoing.gateway.config.setting.Quoted;
import ai.ongoing.gateway.config.setting.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The inherited rules of {@code pii}. */
final class PiiRules {

    private static final Set<String> MODES = Set.of("", "off", "redact_storage", "redact_upstream", "block");

    private PiiRules() {}

    static void check(Settings settings) {
        mode("pii.mode", settings.get(PiiSection.MODE));
        List<Scope> scopes = settings.get(PiiSection.SCOPES);
        for (int i = 0; i < scopes.size(); i++) {
            scope("pii.scopes[" + i + "]", scopes.get(i));
        }
    }

    private static void scope(String path, Scope scope) {
        Match match = scope.match();
        boolean empty = Stream.of(
                        match.orgId(), match.workspaceId(), match.keyId(), match.provider(), match.routePrefix())
                .allMatch(String::isBlank);
        if (empty) {
            throw new ConfigError(
                    path + ".match must set at least one selector: org_id, workspace_id, key_id, provider,"
                            + " or route_prefix");
        }
        String provider = match.provider();
        if (!provider.equals(provider.toLowerCase(Locale.ROOT))) {
            throw new ConfigError(
                    path + ".match.provider must be lowercase when set (got " + Quoted.of(provider) + ")");
        }
        String prefix = match.routePrefix();
        if (!prefix.isBlank() && !prefix.strip().startsWith("/")) {
            throw new ConfigError(path + ".match.route_prefix must start with '/' (got " + Quoted.of(prefix) + ")");
        }
        mode(path + ".mode", scope.mode());
    }

    private static void mode(String path, String mode) {
        if (!MODES.contains(PiiSection.fold(mode))) {
            throw new ConfigError(
                    path + " must be one of off, redact_storage, redact_upstream, block (got " + Quoted.of(mode) + ")");
        }
    }
}
