package ai.ongoing.gateway.transfer.proof;

import ai.ongoing.gateway.storage.bulk.SchemaStamp;
import java.time.Duration;
import java.util.List;

/**
 * Two stores compared.
 *
 * @param left what was read, passwords masked
 */
public record StoreComparison(End left, End right, List<TableComparison> tables, Duration took) {

    /** One of the two. */
    public record End(String location, SchemaStamp schema) {}

    public StoreComparison {
        tables = List.copyOf(tables);
    }

    /** Whether every row of every table is the same on both sides. */
    public boolean isEqual() {
        return tables.stream().allMatch(TableComparison::isEqual);
    }

    /** Rows of all tables on the left. */
    public long rows() {
        return tables.stream().mapToLong(table -> table.left().rows()).sum();
    }
}
