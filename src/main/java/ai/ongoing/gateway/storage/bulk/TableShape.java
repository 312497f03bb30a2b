package ai.ongoing.gateway.storage.bulk;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One table as the live catalogue has it. The position of columns says nothing, so they stand in the order of their
 * names: two tables that mean the same have equal rows on both backends.
 *
 * @param columns in the order of their names; values of a {@link RowBatch} stand in the same order
 * @param key the columns that tell rows apart: the primary key, or what {@link Manifest} declares in its place
 */
public record TableShape(String name, List<ColumnShape> columns, List<String> key, List<ForeignKey> references) {

    public TableShape {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        references = List.copyOf(references);
        if (key.isEmpty()) {
            throw new IllegalArgumentException("table " + name + " has no key");
        }
    }

    /** The place of a column in {@link #columns()}. */
    public int indexOf(String column) {
        return IntStream.range(0, columns.size())
                .filter(i -> columns.get(i).name().equals(column))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("table " + name + " has no column " + column));
    }

    public List<String> columnNames() {
        return columns.stream().map(ColumnShape::name).toList();
    }
}
