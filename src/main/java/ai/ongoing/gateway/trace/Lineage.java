package ai.ongoing.gateway.trace;

import org.jspecify.annotations.Nullable;

/**
 * Where a call stands in a chain of calls, as its client said by headers. Null means not said.
 *
 * @param groupId the trace group
 * @param threadId the conversation
 * @param runId one run of it
 * @param parentCheckpointId the trace this call followed
 * @param checkpointSeq position in the chain, zero or more
 */
public record Lineage(
        @Nullable String groupId,
        @Nullable String threadId,
        @Nullable String runId,
        @Nullable String parentCheckpointId,
        @Nullable Long checkpointSeq) {

    /** The client said nothing. */
    public static final Lineage NONE = new Lineage(null, null, null, null, null);
}
