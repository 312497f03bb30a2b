package ai.ongoing.gateway.transfer.proof;

import ai.ongoing.gateway.storage.bulk.RowKey;
import java.util.List;

/**
 * A row that is not the same on both sides.
 *
 * @param columns in which it differs; empty when it stands on one side only. Values are never told: they are what users
 *     sent
 */
public record RowDifference(RowKey key, Kind kind, List<String> columns) {

    /** Where the row stands. */
    public enum Kind {
        LEFT_ONLY,
        RIGHT_ONLY,
        DIFFERENT
    }

    public RowDifference {
        columns = List.copyOf(columns);
    }

    /** A sentence. */
    @Override
    public String toString() {
        return switch (kind) {
            case LEFT_ONLY -> "key " + key + " stands on the left only";
            case RIGHT_ONLY -> "key " + key + " stands on the right only";
            case DIFFERENT -> "key " + key + " differs in " + String.join(", ", columns);
        };
    }
}
