package ai.ongoing.gateway.config;

import java.util.List;

/**
 * The {@code pii} section.
 *
 * @param mode as given, folded; empty means automatic
 */
public record PiiConfig(
        String mode,
        String policyId,
        Stages stages,
        Detectors detectors,
        List<String> headerDenylist,
        List<String> bodyKeyDenylist,
        String replacementFormat,
        String hashSalt,
        List<Scope> scopes) {

    public PiiConfig {
        headerDenylist = List.copyOf(headerDenylist);
        bodyKeyDenylist = List.copyOf(bodyKeyDenylist);
        scopes = List.copyOf(scopes);
    }

    /** Never prints the salt. */
    @Override
    public String toString() {
        return "PiiConfig[mode=" + mode + ", policyId=" + policyId + "]";
    }

    /** Which stages are looked at. */
    public record Stages(boolean requestHeaders, boolean requestBody, boolean responseHeaders, boolean responseBody) {}

    /** Which detectors run. */
    public record Detectors(boolean email, boolean phone, boolean ssn, boolean tokenLike) {}

    /** A part of the traffic with a mode of its own. */
    public record Scope(Match match, String mode, String policyId) {}

    /** What a scope matches; empty means any, and at least one is set. */
    public record Match(String orgId, String workspaceId, String keyId, String provider, String routePrefix) {}
}
