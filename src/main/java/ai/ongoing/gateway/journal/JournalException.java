package ai.ongoing.gateway.journal;

/** A journal that cannot be opened. The message names the setting, what is wrong with it, and the way out. */
public final class JournalException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public JournalException(String message) {
        super(message);
    }

    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
