package ai.ongoing.gateway.storage.bulk;

import java.util.List;

/** What tells a row from all others of its table: the values of {@link TableShape#key()}, numbers in decimal. */
public record RowKey(List<String> parts) {

    public RowKey {
        parts = List.copyOf(parts);
    }

    /** As it is shown to people. */
    @Override
    public String toString() {
        return String.join(", ", parts);
    }
}
