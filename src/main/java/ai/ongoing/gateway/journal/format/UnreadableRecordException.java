package ai.ongoing.gateway.journal.format;

/** An intact frame whose content makes no record: written by a newer program, or by a faulty one. */
public final class UnreadableRecordException extends Exception {

    private static final long serialVersionUID = 1;

    UnreadableRecordException(String message) {
        super(message);
    }

    UnreadableRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
