package ai.ongoing.gateway.transfer.proof;

import java.util.List;

/**
 * One table on both sides.
 *
 * @param chunks those that differ
 * @param shape how the two tables themselves differ, one phrase each; rows are compared only when they do not
 * @param rows the first rows that differ
 */
public record TableComparison(
        String name,
        TableHash left,
        TableHash right,
        List<ChunkDifference> chunks,
        List<String> shape,
        List<RowDifference> rows) {

    /** A chunk that differs. */
    public record ChunkDifference(int number, TableHash left, TableHash right) {}

    public TableComparison {
        chunks = List.copyOf(chunks);
        shape = List.copyOf(shape);
        rows = List.copyOf(rows);
    }

    /** A table that cannot be compared. */
    static TableComparison ofShape(String name, List<String> shape) {
        return new TableComparison(name, TableHash.EMPTY, TableHash.EMPTY, List.of(), shape, List.of());
    }

    public boolean isEqual() {
        return shape.isEmpty() && left.equals(right);
    }
}
