package ai.ongoing.gateway.transfer.archive;

/** A file from which no backup can be read; the message is the whole sentence for an operator. */
public final class ArchiveException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** It was never a backup of this program. */
        OTHER_FILE,
        /** A newer program wrote it. */
        NEWER,
        /** It was altered or cut off; the message says which. */
        DAMAGED
    }

    private final Reason reason;

    public ArchiveException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
