package ai.ongoing.gateway.architecture.planted.trace;

import org.springframework.core.Ordered;

/** The domain must not know Spring. */
public final class SpringInTheDomain implements Ordered {

    @Override
    public int getOrder() {
        return 0;
    }
}
