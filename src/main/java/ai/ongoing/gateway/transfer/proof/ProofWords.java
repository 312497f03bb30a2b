package ai.ongoing.gateway.transfer.proof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A comparison in words for people, and as the names and values of a JSON object for programs. */
public final class ProofWords {

    private ProofWords() {}

    /** What to say of one table. */
    public static List<String> lines(TableComparison table) {
        List<String> lines = new ArrayList<>();
        if (table.isEqual()) {
            lines.add(table.name() + ": " + table.left().rows() + " rows, equal ("
                    + table.left().sum() + ")");
            return lines;
        }
        if (!table.shape().isEmpty()) {
            lines.add(table.name() + ": not compared: " + String.join("; ", table.shape()));
            return lines;
        }
        lines.add(table.name() + ": DIFFERENT in " + table.chunks().size() + " of " + ChunkHashes.CHUNKS
                + " chunks, " + table.left().rows() + " rows on the left, "
                + table.right().rows()
                + " on the right");
        table.rows().forEach(row -> lines.add("  " + row));
        return lines;
    }

    /** The last line. */
    public static String summary(StoreComparison comparison) {
        long different =
                comparison.tables().stream().filter(table -> !table.isEqual()).count();
        String seconds = "%.1f s".formatted(comparison.took().toMillis() / 1000.0);
        return different == 0
                ? "equal: " + comparison.rows() + " rows in "
                        + comparison.tables().size() + " tables, " + seconds
                : "DIFFERENT: " + different + " of " + comparison.tables().size() + " tables, " + seconds;
    }

    /** Everything, in an order of its own. */
    public static Map<String, Object> json(StoreComparison comparison) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("equal", comparison.isEqual());
        json.put("left", end(comparison.left()));
        json.put("right", end(comparison.right()));
        json.put("duration_ms", comparison.took().toMillis());
        json.put("tables", comparison.tables().stream().map(ProofWords::json).toList());
        return json;
    }

    private static Map<String, Object> end(StoreComparison.End end) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("location", end.location());
        json.put("schema_version", end.schema().version());
        json.put("fingerprint", end.schema().fingerprint());
        return json;
    }

    private static Map<String, Object> json(TableComparison table) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", table.name());
        json.put("equal", table.isEqual());
        json.put("left", hash(table.left()));
        json.put("right", hash(table.right()));
        json.put("shape", table.shape());
        json.put("chunks", ChunkHashes.CHUNKS);
        json.put(
                "different_chunks",
                table.chunks().stream().map(ProofWords::json).toList());
        json.put("different_rows", table.rows().stream().map(ProofWords::json).toList());
        return json;
    }

    private static Map<String, Object> json(TableComparison.ChunkDifference chunk) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("chunk", chunk.number());
        json.put("left", hash(chunk.left()));
        json.put("right", hash(chunk.right()));
        return json;
    }

    private static Map<String, Object> json(RowDifference row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("key", row.key().parts());
        json.put("kind", row.kind().name().toLowerCase(java.util.Locale.ROOT));
        json.put("columns", row.columns());
        return json;
    }

    /** Count and hash of a table or a chunk. */
    public static Map<String, Object> hash(TableHash hash) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows", hash.rows());
        json.put("hash", hash.sum());
        return json;
    }
}
