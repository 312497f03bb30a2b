package ai.ongoing.gateway.storage.bulk;

import java.util.List;

/**
 * A reference of one table to another.
 *
 * @param columns of the referring table
 * @param table that is referred to
 * @param referred its columns, in the order of {@code columns}
 */
public record ForeignKey(List<String> columns, String table, List<String> referred) {

    public ForeignKey {
        columns = List.copyOf(columns);
        referred = List.copyOf(referred);
    }
}
