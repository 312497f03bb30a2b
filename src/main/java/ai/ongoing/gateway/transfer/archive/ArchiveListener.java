package ai.ongoing.gateway.transfer.archive;

import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.TableShape;
import java.util.List;

/** Hears what a backup's file holds, in its order. */
public interface ArchiveListener {

    /** Some rows; the batch is used again for the next ones. */
    void rows(TableShape table, RowBatch rows);

    /** What could not be read; reading goes on behind it. */
    void damaged(Damage damage);

    /** The last block: what the tables held. */
    void totals(List<TableTotal> totals);
}
