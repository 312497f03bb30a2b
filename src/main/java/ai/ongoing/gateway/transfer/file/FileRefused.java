package ai.ongoing.gateway.transfer.file;

/** A file cannot be written where it was asked for; the message is the whole sentence an operator reads. */
public final class FileRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean occupied;

    FileRefused(String message, boolean occupied, Throwable cause) {
        super(message, cause);
        this.occupied = occupied;
    }

    /** Whether something stands there already, which an operator may agree to lose. */
    public boolean occupied() {
        return occupied;
    }
}
