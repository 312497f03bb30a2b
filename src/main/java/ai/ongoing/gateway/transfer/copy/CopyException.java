package ai.ongoing.gateway.transfer.copy;

import ai.ongoing.gateway.migration.MigrationExit;
import org.jspecify.annotations.Nullable;

/** A copy was refused, stopped or failed; the message is the whole text an operator reads, with the way out. */
public final class CopyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final MigrationExit exit;

    CopyException(MigrationExit exit, String message) {
        this(exit, message, null);
    }

    CopyException(MigrationExit exit, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exit = exit;
    }

    /** How the command ends. */
    public MigrationExit exit() {
        return exit;
    }
}
