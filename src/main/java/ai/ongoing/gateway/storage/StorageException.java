package ai.ongoing.gateway.storage;

/**
 * The storage cannot be used; the message is the whole sentence an operator reads: what is wrong and the way out,
 * passwords masked.
 */
public final class StorageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean held;

    public StorageException(String message) {
        super(message);
        this.held = false;
    }

    public StorageException(String message, Throwable cause) {
        super(message, cause);
        this.held = false;
    }

    private StorageException(String message, boolean held) {
        super(message);
        this.held = held;
    }

    /** A lock that somebody else holds stands in the way, and nothing else. */
    static StorageException held(String message) {
        return new StorageException(message, true);
    }

    /** Whether it would work as soon as somebody else has given a lock back. */
    public boolean held() {
        return held;
    }
}
