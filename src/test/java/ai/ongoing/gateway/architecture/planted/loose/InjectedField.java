package ai.ongoing.gateway.architecture.planted.loose;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;

/** An object that is incomplete after its constructor. */
public final class InjectedField {

    @Autowired
    private @Nullable String name;

    /** The name, once somebody has put it there. */
    public @Nullable String name() {
        return name;
    }
}
