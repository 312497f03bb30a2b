package ai.ongoing.gateway.migration;

import org.jspecify.annotations.Nullable;

/**
 * The schema cannot be brought to, or is not in, the shape this program needs. The message is the whole text an
 * operator reads: what happened, what was rolled back, what to do.
 */
public final class MigrationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why, so that a command can answer with an exit code of its own. */
    public enum Reason {
        /** Files wait to be applied and this start may not apply them. */
        PENDING,
        /** A file no longer is what was applied, or it would run out of order. */
        CHANGED,
        /** Somebody else held the migration lock for the whole wait. */
        LOCKED,
        /** The database was written by a program this one does not know. */
        NEWER,
        /** The role lacks a right; the message prints the statement that grants it. */
        RIGHTS,
        /** The embedded files themselves are wrong. */
        FILES,
        /** A statement failed; the file was rolled back. */
        FAILED
    }

    private final Reason reason;

    public MigrationException(Reason reason, String message) {
        this(reason, message, null);
    }

    public MigrationException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
