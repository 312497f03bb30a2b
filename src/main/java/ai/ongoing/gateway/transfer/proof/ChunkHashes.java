package ai.ongoing.gateway.transfer.proof;

import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.RowStream;
import ai.ongoing.gateway.storage.bulk.TableShape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The hash of one table, chunk by chunk. A row belongs to the chunk that its key's bytes choose, so both backends agree
 * on chunks whatever order and collation they read in, and nothing is sorted.
 */
final class ChunkHashes {

    static final int CHUNKS = 1024;

    /** Rows read at a time. */
    static final int BATCH = 1_000;

    private final TableHash[] chunks;

    private ChunkHashes(TableHash[] chunks) {
        this.chunks = chunks;
    }

    /** Reads the whole table once. */
    static ChunkHashes of(BulkSource source, TableShape table) {
        TableHash[] chunks = new TableHash[CHUNKS];
        java.util.Arrays.fill(chunks, TableHash.EMPTY);
        int[] key = keyColumns(table);
        RowHash hash = new RowHash();
        RowBatch batch = new RowBatch(table.columns().size());
        try (RowStream rows = source.rows(table)) {
            while (rows.next(batch, BATCH)) {
                for (int row = 0; row < batch.rows(); row++) {
                    hash.take(batch, row);
                    int chunk = chunk(batch, row, key);
                    chunks[chunk] = chunks[chunk].plusRow(hash.high(), hash.low());
                }
            }
        }
        return new ChunkHashes(chunks);
    }

    static int[] keyColumns(TableShape table) {
        return table.key().stream().mapToInt(table::indexOf).toArray();
    }

    /** The chunk of a row; the last bits of a key vary most, and the multiplications carry them everywhere. */
    static int chunk(RowBatch batch, int row, int[] key) {
        int mixed = 1;
        for (int column : key) {
            int at = batch.place(row, column);
            for (int end = at + batch.length(row, column); at < end; at++) {
                mixed = 31 * mixed + batch.bytes()[at];
            }
        }
        return (mixed * 0x9E3779B9) >>> 22; // the upper ten bits number 1,024 chunks
    }

    TableHash chunk(int number) {
        return chunks[number];
    }

    /** Of all chunks together. */
    TableHash table() {
        TableHash sum = TableHash.EMPTY;
        for (TableHash chunk : chunks) {
            sum = sum.plus(chunk);
        }
        return sum;
    }

    /** The chunks in which two tables differ. */
    List<Integer> differing(ChunkHashes other) {
        return new ArrayList<>(IntStream.range(0, CHUNKS)
                .filter(chunk -> !chunks[chunk].equals(other.chunks[chunk]))
                .boxed()
                .toList());
    }
}
