package ai.ongoing.gateway.migration;

import org.jspecify.annotations.Nullable;

/**
 * The schema cannot be brought to, or is not in, the shape this program needs. The message is the whole text an
 * operator reads: what happened, what was rolled back, what to do.
 */
public final class MigrationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why, and how a command answers to it. */
    public enum Reason {
        /** Files wait to be applied and this start may not apply them. */
        PENDING(MigrationExit.PENDING),
        /** A file no longer is what was applied, or it would run out of order. */
        CHANGED(MigrationExit.DRIFT),
        /** Somebody else held the migration lock for the whole wait. */
        LOCKED(MigrationExit.LOCKED),
        /** The database was written by a program this one does not know. */
        NEWER(MigrationExit.NEWER),
        /** A file outside a transaction failed; nothing goes on before it is mended. */
        DIRTY(MigrationExit.DIRTY),
        /** Something would be lost that nobody declared or agreed to, or there is no way back. */
        REFUSED(MigrationExit.REFUSED),
        /** The database cannot be reached. */
        UNREACHABLE(MigrationExit.UNREACHABLE),
        /** What was asked for does not exist. */
        USAGE(MigrationExit.USAGE),
        /** The role lacks a right; the message prints the statement that grants it. */
        RIGHTS(MigrationExit.FAILED),
        /** The embedded files themselves are wrong. */
        FILES(MigrationExit.FAILED),
        /** A statement failed; the file was rolled back. */
        FAILED(MigrationExit.FAILED);

        private final MigrationExit exit;

        Reason(MigrationExit exit) {
            this.exit = exit;
        }

        public MigrationExit exit() {
            return exit;
        }
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
