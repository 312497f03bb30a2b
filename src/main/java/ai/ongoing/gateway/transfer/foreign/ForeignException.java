package ai.ongoing.gateway.transfer.foreign;

import ai.ongoing.gateway.migration.MigrationExit;

/** A foreign store cannot be brought over; the message is the whole text an operator reads: what is so, and the way out. */
public final class ForeignException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final MigrationExit exit;

    ForeignException(MigrationExit exit, String message) {
        super(message);
        this.exit = exit;
    }

    /** How the command ends. */
    public MigrationExit exit() {
        return exit;
    }
}
