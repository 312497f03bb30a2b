package ai.ongoing.gateway.storage;

/**
 * The storage cannot be used; the message is the whole sentence an operator reads: what is wrong and the way out,
 * passwords masked.
 */
public final class StorageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean unreachable;

    public StorageException(String message) {
        super(message);
        this.unreachable = false;
    }

    public StorageException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private StorageException(String message, Throwable cause, boolean unreachable) {
        super(message, cause);
        this.unreachable = unreachable;
    }

    /** No connection could be had. */
    static StorageException unreachable(String message, Throwable cause) {
        return new StorageException(message, cause, true);
    }

    /** Whether no connection could be had, which scripts tell from everything else. */
    public boolean unreachable() {
        return unreachable;
    }
}
