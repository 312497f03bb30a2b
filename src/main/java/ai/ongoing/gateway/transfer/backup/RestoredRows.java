package ai.ongoing.gateway.transfer.backup;

import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.storage.bulk.write.BulkTarget;
import ai.ongoing.gateway.storage.bulk.write.ChunkMode;
import ai.ongoing.gateway.storage.bulk.write.ChunkRetry;
import ai.ongoing.gateway.storage.bulk.write.ChunkWriter;
import ai.ongoing.gateway.storage.bulk.write.CopyChunk;
import ai.ongoing.gateway.storage.bulk.write.CopyJob;
import ai.ongoing.gateway.transfer.archive.ArchiveListener;
import ai.ongoing.gateway.transfer.archive.Damage;
import ai.ongoing.gateway.transfer.archive.TableTotal;
import ai.ongoing.gateway.transfer.proof.RowHash;
import ai.ongoing.gateway.transfer.proof.TableHash;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes a backup's rows into a database, a block a transaction, with a line in the books of copies for each. */
final class RestoredRows implements ArchiveListener {

    /**
     * Where rows go.
     *
     * @param resumed whether some may be there already, from a restore that was interrupted
     */
    record Destination(BulkTarget target, CopyJob job, boolean resumed) {}

    private final Destination to;
    private final Map<String, TableShape> shapes;
    private final BackupListener listener;
    private final RowHash hashing = new RowHash();
    private final Map<String, Long> done = new HashMap<>();
    private long blocks;

    /** @param shapes the tables as they stand at the destination */
    RestoredRows(Destination to, List<TableShape> shapes, BackupListener listener) {
        this.to = to;
        this.shapes = shapes.stream().collect(Collectors.toMap(TableShape::name, Function.identity()));
        this.listener = listener;
    }

    @Override
    public void rows(TableShape table, RowBatch rows) {
        TableShape here = shapes.get(table.name());
        if (here == null) {
            throw new IllegalStateException("table " + table.name() + " is missing although the schemas are equal");
        }
        ChunkMode mode = to.resumed() ? ChunkMode.COMPARING : ChunkMode.QUICK;
        boolean written = false;
        while (!written) {
            try {
                write(here, rows, mode);
                written = true;
            } catch (ChunkRetry retry) {
                mode = retry.mode();
            }
        }
        blocks++;
        listener.progress(table.name(), done.merge(table.name(), (long) rows.rows(), Long::sum));
    }

    private void write(TableShape table, RowBatch rows, ChunkMode mode) {
        TableHash hash = hashing.of(rows);
        try (ChunkWriter writer = to.target().begin(table, mode)) {
            writer.write(rows);
            writer.commit(new CopyChunk(to.job().id(), table.name(), blocks, "", "", hash.rows(), hash.sum()));
        }
    }

    @Override
    public void damaged(Damage damage) {
        throw new BackupException(
                MigrationExit.DAMAGED, "the backup was whole a moment ago and is not any more: " + damage.sentence());
    }

    /** They were compared with the file's rows before, and are compared with the store's afterwards. */
    @Override
    public void totals(List<TableTotal> totals) {}
}
