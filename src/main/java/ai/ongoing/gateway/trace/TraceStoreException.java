package ai.ongoing.gateway.trace;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A store could not do what was asked; classified by typed signals, never by message text. */
public final class TraceStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why, in the words of the diagnostics contract. */
    public enum Failure {
        /** The database cannot be reached or went away. */
        CONNECTION,
        /** It did not answer in time. */
        TIMEOUT,
        /** Somebody else holds a lock. */
        CONTENTION,
        /** A row breaks a rule of the schema; a retry cannot help. */
        CONSTRAINT,
        /** Anything else. */
        UNKNOWN;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether the same batch may succeed later without anyone changing it. */
        public boolean transientFailure() {
            return this == CONNECTION || this == TIMEOUT || this == CONTENTION;
        }
    }

    private final Failure failure;

    /** @param cause null when nothing was thrown: the store was seen to be away before it was asked */
    public TraceStoreException(Failure failure, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
