package ai.ongoing.gateway.transfer.proof;

import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.RowKey;
import ai.ongoing.gateway.storage.bulk.RowStream;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.transfer.proof.TableComparison.ChunkDifference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds the rows behind chunks that differ, and the columns in which they do. Reads both tables once more. */
record Narrowing(BulkSource left, BulkSource right, TableShape here, TableShape there) {

    /** More than this many would not be read by anybody. */
    private static final int MOST = 20;

    /** So many rows of differing chunks are looked at, which bounds the memory. */
    private static final long LOOKED_AT = 50_000;

    List<RowDifference> differences(List<ChunkDifference> chunks) {
        Set<Integer> numbers = chosen(chunks);
        Map<String, Row> lefts = rows(left, here, numbers);
        Map<String, Row> rights = rows(right, there, numbers);
        TreeSet<String> keys = new TreeSet<>(lefts.keySet());
        keys.addAll(rights.keySet());
        List<RowDifference> differences = new ArrayList<>();
        for (String key : keys) {
            Row one = lefts.get(key);
            Row other = rights.get(key);
            if (differences.size() == MOST) {
                break;
            }
            if (one == null && other != null) {
                differences.add(new RowDifference(other.key, RowDifference.Kind.RIGHT_ONLY, List.of()));
            } else if (one != null && other == null) {
                differences.add(new RowDifference(one.key, RowDifference.Kind.LEFT_ONLY, List.of()));
            } else if (one != null && other != null && !one.hash.equals(other.hash)) {
                differences.add(new RowDifference(one.key, RowDifference.Kind.DIFFERENT, columns(one.key)));
            }
        }
        return differences;
    }

    private record Row(RowKey key, TableHash hash) {}

    private static Set<Integer> chosen(List<ChunkDifference> chunks) {
        Set<Integer> numbers = new HashSet<>();
        long rows = 0;
        for (ChunkDifference chunk : chunks) {
            rows += Math.max(chunk.left().rows(), chunk.right().rows());
            if (!numbers.isEmpty() && rows > LOOKED_AT) {
                break;
            }
            numbers.add(chunk.number());
        }
        return numbers;
    }

    /** By key; of rows with one key, whose hashes add up, there is one entry. */
    private static Map<String, Row> rows(BulkSource source, TableShape table, Set<Integer> chunks) {
        Map<String, Row> found = new TreeMap<>();
        int[] key = ChunkHashes.keyColumns(table);
        RowHash hash = new RowHash();
        RowBatch batch = new RowBatch(table.columns().size());
        try (RowStream rows = source.rows(table)) {
            while (rows.next(batch, ChunkHashes.BATCH)) {
                for (int row = 0; row < batch.rows(); row++) {
                    if (chunks.contains(ChunkHashes.chunk(batch, row, key))) {
                        hash.take(batch, row);
                        RowKey rowKey = batch.key(table, row);
                        TableHash rowHash = TableHash.EMPTY.plusRow(hash.high(), hash.low());
                        found.merge(
                                rowKey.toString(),
                                new Row(rowKey, rowHash),
                                (a, b) -> new Row(a.key, a.hash.plus(b.hash)));
                    }
                }
            }
        }
        return found;
    }

    private List<String> columns(RowKey key) {
        RowBatch one = left.row(here, key);
        RowBatch other = right.row(there, key);
        if (one.rows() == 0 || other.rows() == 0) {
            return List.of();
        }
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < here.columns().size(); i++) {
            boolean same =
                    one.tag(0, i) == other.tag(0, i) && java.util.Arrays.equals(one.payload(0, i), other.payload(0, i));
            if (!same) {
                columns.add(here.columns().get(i).name());
            }
        }
        return columns;
    }
}
