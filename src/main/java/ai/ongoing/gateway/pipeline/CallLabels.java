package ai.ongoing.gateway.pipeline;

import ai.ongoing.gateway.journal.CompletionRecord;
import java.util.Objects;

/**
 * The labels a call is counted under.
 *
 * @param model requested model, else the one the response named, else {@code unknown}; as the client or the provider
 *     wrote it, so there is no end of them
 * @param route the provider's routes as one pattern, whatever prefix is configured: {@code /openai/*}
 */
public record CallLabels(String provider, String model, String orgId, String workspaceId, String route, int status) {

    static CallLabels of(CompletionRecord call) {
        String model = Objects.requireNonNullElse(
                call.requestFacts().model(),
                Objects.requireNonNullElse(call.responseFacts().model(), "unknown"));
        return new CallLabels(
                call.provider(),
                model.isBlank() ? "unknown" : model,
                call.tenant().org().value(),
                call.tenant().workspace().value(),
                route(call.provider()),
                call.status());
    }

    private static String route(String provider) {
        return switch (provider) {
            case "openai" -> "/openai/*";
            case "anthropic" -> "/anthropic/*";
            default -> "/" + provider + "/*";
        };
    }

    public CallLabels withModel(String other) {
        return new CallLabels(provider, other, orgId, workspaceId, route, status);
    }
}
