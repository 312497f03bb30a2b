package ai.ongoing.gateway.startup;

import ai.ongoing.gateway.config.StorageDriver;
import ai.ongoing.gateway.migration.MigrationException;
import org.springframework.boot.ExitCodeGenerator;

/** A start that did not come up. The message is the one line an operator reads on stderr. */
public final class StartupFailure extends RuntimeException implements ExitCodeGenerator {

    private static final long serialVersionUID = 1L;

    private static final int OPERATIONAL = 1;

    private final int exitCode;

    private StartupFailure(String message, Throwable cause, int exitCode) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** The store could not be made ready; the cause's message says why and what to do. */
    static StartupFailure ofStorage(StorageDriver driver, RuntimeException cause) {
        return new StartupFailure(
                "failed to initialize " + driver.label() + " storage: " + reason(cause), cause, exitCode(cause));
    }

    /** Something beside the store stands in the way. */
    public static StartupFailure of(String what, Throwable cause) {
        return new StartupFailure(what + ": " + reason(cause), cause, OPERATIONAL);
    }

    /**
     * What a schema is refused for has codes of its own, so that a deployment can tell "migrate first" from the rest. A
     * server that cannot be reached is no such reason: it ends with 1, as it always has.
     */
    private static int exitCode(Throwable cause) {
        return cause instanceof MigrationException refused
                ? refused.reason().exit().code()
                : OPERATIONAL;
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message.strip();
    }

    @Override
    public int getExitCode() {
        return exitCode;
    }
}
