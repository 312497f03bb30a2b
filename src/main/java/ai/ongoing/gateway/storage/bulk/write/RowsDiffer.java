package ai.ongoing.gateway.storage.bulk.write;

import java.util.List;

/** Rows stand in the target under the keys of the source's, and are not the same; nothing of the chunk was written. */
public final class RowsDiffer extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String table;
    private final transient List<String> keys;

    RowsDiffer(String table, List<String> keys) {
        super("table " + table + " has other rows under the same keys: " + String.join("; ", keys));
        this.table = table;
        this.keys = List.copyOf(keys);
    }

    public String table() {
        return table;
    }

    /** The first of them. */
    public List<String> keys() {
        return keys;
    }
}
