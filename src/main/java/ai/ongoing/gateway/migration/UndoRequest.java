package ai.ongoing.gateway.migration;

/**
 * How far back to go.
 *
 * @param steps how many files at most; at least one
 * @param above only files with a higher number
 * @param lossesAgreed whether rows and values may be lost
 */
public record UndoRequest(int steps, int above, boolean lossesAgreed) {

    public UndoRequest {
        if (steps < 1 || above < 0) {
            throw new MigrationException(
                    MigrationException.Reason.USAGE,
                    "undoing takes at least one step and a number of at least 0, got " + steps + " and " + above + ".");
        }
    }

    /**
     * So that a number meant for the way up, or mistyped, is not taken for done.
     *
     * @param version of the schema as it is
     */
    public void refuseIfAhead(int version) {
        if (above > version) {
            throw new MigrationException(
                    MigrationException.Reason.USAGE,
                    "--to " + above + " is above the current version " + version + ", and down only goes back; nothing"
                            + " was undone. \"ongoingai migrate up --to " + above + "\" goes forward.");
        }
    }

    /** The newest files. */
    public static UndoRequest steps(int steps, boolean lossesAgreed) {
        return new UndoRequest(steps, 0, lossesAgreed);
    }

    /** Every file above a number, which stays. */
    public static UndoRequest to(int number, boolean lossesAgreed) {
        return new UndoRequest(Integer.MAX_VALUE, number, lossesAgreed);
    }
}
