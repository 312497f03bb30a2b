package ai.ongoing.gateway.transfer.backup;

import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.RowStream;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.transfer.proof.RowHash;
import ai.ongoing.gateway.transfer.proof.TableHash;
import java.io.IOException;

/** Reads a table once from its beginning to its end and hashes it on the way. */
final class TableWalk {

    /** Takes the rows of a batch, which is used again afterwards. */
    @FunctionalInterface
    interface Step {
        void take(RowBatch batch) throws IOException;
    }

    private static final int ROWS = 1_000;

    private TableWalk() {}

    /** @param listener hears the rows so far */
    static TableHash of(BulkSource source, TableShape table, BackupListener listener, Step step) throws IOException {
        RowHash hashing = new RowHash();
        TableHash hash = TableHash.EMPTY;
        RowBatch batch = new RowBatch(table.columns().size());
        try (RowStream stream = source.rows(table)) {
            while (stream.next(batch, ROWS)) {
                hash = hash.plus(hashing.of(batch));
                step.take(batch);
                listener.progress(table.name(), hash.rows());
            }
        }
        return hash;
    }
}
