package ai.ongoing.gateway.testkit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets every wait that names no limit of its own last as long as a busy machine may need; a wait that succeeds costs
 * nothing more. Found by JUnit itself, for every test class.
 */
public final class PatientWaits implements BeforeAllCallback {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(LIMIT);
    }
}
