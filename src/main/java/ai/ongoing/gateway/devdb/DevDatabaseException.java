package ai.ongoing.gateway.devdb;

/** The development database cannot do what was asked. The message is all that an operator reads: cause and way out. */
public final class DevDatabaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DevDatabaseException(String message) {
        super(message);
    }

    DevDatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
