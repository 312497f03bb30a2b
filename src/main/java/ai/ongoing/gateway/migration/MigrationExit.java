package ai.ongoing.gateway.migration;

/** How a command about the schema ends, and a start that the schema refuses: one code a cause, for pipelines. */
public enum MigrationExit {
    OK(0),
    /** Nothing of what follows: a statement failed, or the program itself is wrong. */
    FAILED(1),
    /** Wrong words or a wrong configuration. */
    USAGE(2),
    /** Files wait to be applied. */
    PENDING(3),
    /** An applied file was changed or vanished, or the live schema is not the expected one. */
    DRIFT(4),
    /** Somebody else held the migration lock for the whole wait. */
    LOCKED(5),
    /** The database is ahead of this program, or belongs to another one. */
    NEWER(6),
    /** A file outside a transaction failed and waits to be mended. */
    DIRTY(7),
    /** The two backends differ where nobody wrote it down. */
    PARITY(8),
    /** What arrived is not what left. */
    MISMATCH(9),
    /** Refused because something would be lost or cannot be undone. */
    REFUSED(10),
    /** The database cannot be reached. */
    UNREACHABLE(11),
    /** What is to be read from is damaged. */
    DAMAGED(12),
    /** Told to stop; what was committed stays, and the same command goes on. */
    INTERRUPTED(130);

    private final int code;

    MigrationExit(int code) {
        this.code = code;
    }

    /** The process's exit code. */
    public int code() {
        return code;
    }
}
