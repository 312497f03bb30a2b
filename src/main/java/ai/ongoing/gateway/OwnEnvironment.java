package ai.ongoing.gateway;

import org.springframework.core.env.AbstractEnvironment;
import org.springframework.core.env.MutablePropertySources;

/**
 * An environment in which Spring finds nothing: the gateway's configuration is the one way in, so neither variables such
 * as SERVER_PORT nor system properties may be a second.
 */
final class OwnEnvironment extends AbstractEnvironment {

    @Override
    protected void customizePropertySources(MutablePropertySources propertySources) {
        // None.
    }
}
