package ai.ongoing.gateway.storage.bulk.write;

/**
 * One copy, as the books of its target have it.
 *
 * @param source where the rows come from, masked
 * @param target where they go, masked
 * @param schemaVersion of both ends
 * @param options what was asked for, in words that are equal for equal wishes
 * @param startedAt microseconds since 1970, UTC
 * @param seen the source's {@link ai.ongoing.gateway.storage.bulk.BulkSource#stillness} in which it was found sound and
 *     every line of the books right; empty when the lines have to be held against the source again
 */
public record CopyJob(
        String id,
        String source,
        String target,
        int schemaVersion,
        String options,
        State state,
        long startedAt,
        String seen) {

    /** The same in another state. */
    public CopyJob in(State other, String stillness) {
        return new CopyJob(id, source, target, schemaVersion, options, other, startedAt, stillness);
    }

    /** What became of a copy. */
    public enum State {
        /** Rows are missing, or may be. */
        RUNNING,
        /** Every row arrived, and that was proven. */
        VERIFIED,
        /** What arrived is not what left. */
        DIFFERENT
    }
}
