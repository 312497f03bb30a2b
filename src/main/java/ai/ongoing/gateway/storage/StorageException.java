package ai.ongoing.gateway.storage;

/**
 * The storage cannot be used; the message is the whole sentence an operator reads: what is wrong and the way out,
 * passwords masked.
 */
public final class StorageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StorageException(String message) {
        super(message);
    }

    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
