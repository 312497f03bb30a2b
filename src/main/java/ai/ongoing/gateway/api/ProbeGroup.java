package ai.ongoing.gateway.api;

import ai.ongoing.gateway.http.Gate;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;

/** The two groups of health that are shown, each with one contributor and one path. */
enum ProbeGroup implements HealthEndpointGroup {
    /** The process answers. */
    LIVE("alive", "/livez"),
    /** Calls are taken. */
    READY("gate", "/readyz");

    private static final Map<String, Integer> HTTP_CODES = Map.of(
            Gate.State.STARTING.label(), 503, Gate.State.STOPPING.label(), 503, Gate.State.DEGRADED.label(), 200);

    private final String contributor;
    private final String path;

    ProbeGroup(String contributor, String path) {
        this.contributor = contributor;
        this.path = path;
    }

    String contributor() {
        return contributor;
    }

    @Override
    public boolean isMember(String name) {
        return name.equals(contributor);
    }

    @Override
    public boolean showComponents(SecurityContext securityContext) {
        return false;
    }

    @Override
    public boolean showDetails(SecurityContext securityContext) {
        return false;
    }

    @Override
    public StatusAggregator getStatusAggregator() {
        // A status the aggregator does not know would come out as unknown.
        return StatusAggregator.of(
                Gate.State.STOPPING.label(), Gate.State.STARTING.label(), Gate.State.DEGRADED.label(), "UP");
    }

    @Override
    public HttpCodeStatusMapper getHttpCodeStatusMapper() {
        return HttpCodeStatusMapper.of(HTTP_CODES);
    }

    @Override
    public AdditionalHealthEndpointPath getAdditionalPath() {
        return AdditionalHealthEndpointPath.from("server:" + path);
    }
}
