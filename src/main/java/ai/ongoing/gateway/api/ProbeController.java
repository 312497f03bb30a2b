package ai.ongoing.gateway.api;

import ai.ongoing.gateway.http.Gate;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.ApiVersion;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointWebExtension;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.DefaultHealthContributorRegistry;

/**
 * The probes: Actuator's health endpoint with two groups on paths of their own, {@code /livez} and {@code /readyz}, and
 * nothing else of Actuator. Alive means the process answers; ready means that calls are taken.
 */
public final class ProbeController {

    private final HealthEndpointWebExtension endpoint;
    private final Gate gate;

    public ProbeController(Gate gate) {
        DefaultHealthContributorRegistry registry = new DefaultHealthContributorRegistry();
        HealthIndicator liveness = () -> Health.up().build();
        HealthIndicator readiness = () -> Health.status(status(gate)).build();
        this.gate = gate;
        registry.registerContributor(ProbeGroup.LIVE.contributor(), liveness);
        registry.registerContributor(ProbeGroup.READY.contributor(), readiness);
        HealthEndpointGroups groups =
                HealthEndpointGroups.of(ProbeGroup.READY, Map.of("live", ProbeGroup.LIVE, "ready", ProbeGroup.READY));
        this.endpoint = new HealthEndpointWebExtension(registry, null, groups, null);
    }

    /** A store that is away keeps the gateway ready, so degraded answers 200 with its own word. */
    private static Status status(Gate gate) {
        return gate.state() == Gate.State.SERVING
                ? Status.UP
                : new Status(gate.state().label());
    }

    Answer livez() {
        return answer(ProbeGroup.LIVE, "");
    }

    Answer readyz() {
        return answer(ProbeGroup.READY, gate.trouble());
    }

    private Answer answer(ProbeGroup group, String reason) {
        AdditionalHealthEndpointPath path = group.getAdditionalPath();
        WebEndpointResponse<HealthDescriptor> response = endpoint.health(
                ApiVersion.LATEST, WebServerNamespace.SERVER, SecurityContext.NONE, false, path.getValue());
        HealthDescriptor health = response.getBody();
        Status status = health == null ? Status.UNKNOWN : health.getStatus();
        Answer answer = Answer.json(
                response.getStatus(),
                body -> body.text("status", status.getCode()).textIfAny("reason", reason));
        return response.getStatus() == 503 ? answer.with("Retry-After", Answer.RETRY_AFTER_SECONDS) : answer;
    }
}
