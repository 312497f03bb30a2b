package ai.ongoing.gateway.testkit;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** For classes that move many buffers: looks for lost ones at their end, before {@link LeakWatch} asks. */
public final class NoLeaks implements AfterAllCallback {

    @Override
    public void afterAll(ExtensionContext context) {
        LeakWatch.provoke();
    }
}
