package ai.ongoing.gateway.transfer.forecast;

import ai.ongoing.gateway.storage.bulk.ForeignKey;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.TableShape;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys of rows that others refer to, as they are read: tenants, of which there are few. For one thread. */
final class Parents {

    private final List<ForeignKey> references;
    private final Map<ForeignKey, Set<List<String>>> keys = new HashMap<>();

    Parents(List<TableShape> targets) {
        this.references = targets.stream()
                .flatMap(table -> table.references().stream())
                .distinct()
                .toList();
    }

    /** Keeps what others may refer to in a row. */
    void remember(TableShape table, RowBatch batch, int row) {
        for (ForeignKey reference : references) {
            if (reference.table().equals(table.name())) {
                keys.computeIfAbsent(reference, any -> new HashSet<>())
                        .add(values(table, reference.referred(), batch, row));
            }
        }
    }

    /** Whether the row referred to was there; a reference with a NULL in it refers to nothing. */
    boolean has(ForeignKey reference, TableShape table, RowBatch batch, int row) {
        for (String column : reference.columns()) {
            if (batch.isNull(row, table.indexOf(column))) {
                return true;
            }
        }
        return keys.getOrDefault(reference, Set.of()).contains(values(table, reference.columns(), batch, row));
    }

    private static List<String> values(TableShape table, List<String> columns, RowBatch batch, int row) {
        return columns.stream()
                .map(column -> batch.text(row, table.indexOf(column)))
                .toList();
    }
}
