package ai.ongoing.gateway.transfer.backup;

import ai.ongoing.gateway.migration.MigrationExit;

/** A backup cannot be taken or restored; the message is the whole text an operator reads: what is so, and the way out. */
public final class BackupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final MigrationExit exit;

    BackupException(MigrationExit exit, String message) {
        super(message);
        this.exit = exit;
    }

    /** How the command ends. */
    public MigrationExit exit() {
        return exit;
    }
}
