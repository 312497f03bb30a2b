package ai.ongoing.gateway.storage.bulk;

import org.jspecify.annotations.Nullable;

/** Whole tables cannot be read or written; the message is the whole sentence an operator reads, passwords masked. */
public final class BulkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** There is no such file, server or database, or it does not let us in. */
        UNREACHABLE,
        /** The database is damaged. */
        CORRUPT,
        /** Its tables are not those of {@link Manifest}, or not of the version that was expected. */
        SCHEMA,
        /** The role lacks a right; the message prints the statement that grants it. */
        RIGHTS,
        /** Another copy has the lock. */
        HELD,
        /** Anything else: the connection broke, the disk is full. */
        FAILED
    }

    private final Reason reason;

    public BulkException(Reason reason, String message) {
        this(reason, message, null);
    }

    public BulkException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
