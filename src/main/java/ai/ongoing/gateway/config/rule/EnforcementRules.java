package ai.ongoing.gateway.config.rule;

import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.GatewayConfig;
import ai.ongoing.gateway.config.LimitsConfig.Limits;
import ai.ongoing.gateway.config.PiiConfig;
import ai.ongoing.gateway.config.section.PiiSection;
import java.util.List;

/** Protections that can be asked for but are not enforced yet: asking for one must not end in a gateway without it. */
public final class EnforcementRules {

    private static final String NOT_YET = ", but this version does not enforce it yet and must not run open: ";

    private EnforcementRules() {}

    /** Throws {@link ConfigError} when a protection is switched on. */
    public static void check(GatewayConfig config) {
        if (config.auth().enabled()) {
            throw new ConfigError("auth.enabled is true" + NOT_YET
                    + "set auth.enabled to false and let only trusted clients reach server.host");
        }
        limits("limits.per_key", config.limits().perKey());
        limits("limits.per_workspace", config.limits().perWorkspace());
        pii(config.pii(), config.tracing().captureBodies());
    }

    private static void limits(String path, Limits limits) {
        if (limits.anySet()) {
            throw new ConfigError(path + " sets a limit" + NOT_YET + "remove it or set it to 0");
        }
    }

    private static void pii(PiiConfig pii, boolean captureBodies) {
        if (!protectsNothing(pii.mode())) {
            throw new ConfigError("pii.mode is " + pii.mode() + NOT_YET
                    + "set pii.mode to off, and see that bodies are not captured");
        }
        List<PiiConfig.Scope> scopes = pii.scopes();
        for (int i = 0; i < scopes.size(); i++) {
            String mode = PiiSection.fold(scopes.get(i).mode());
            if (!protectsNothing(mode)) {
                throw new ConfigError(
                        "pii.scopes[" + i + "].mode is " + mode + NOT_YET + "set it to off or remove the scope");
            }
        }
        if (captureBodies && pii.mode().isEmpty()) {
            throw new ConfigError("tracing.capture_bodies is true while pii.mode is automatic, which means"
                    + " redact_storage" + NOT_YET
                    + "set pii.mode to off to store bodies as they are, or tracing.capture_bodies to false");
        }
    }

    private static boolean protectsNothing(String mode) {
        return mode.isEmpty() || mode.equals("off");
    }
}
