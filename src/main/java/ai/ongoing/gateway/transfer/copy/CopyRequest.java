package ai.ongoing.gateway.transfer.copy;

import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.transfer.part.Part;
import java.util.function.BooleanSupplier;

/**
 * What is to be copied, and on what terms.
 *
 * @param part what of the source is to be copied
 * @param migrateTarget whether pending migrations of the target are applied first
 * @param truncateTarget whether what stands in the target is removed first
 * @param chunkRows after how many rows a chunk is committed; large rows end it earlier
 * @param badText what becomes of text that the target cannot hold
 * @param cancelled asked between batches: a copy that is told to stop rolls its chunk back and can go on later
 */
public record CopyRequest(
        Endpoint from,
        Endpoint to,
        Part part,
        boolean migrateTarget,
        boolean truncateTarget,
        int chunkRows,
        BadText badText,
        BooleanSupplier cancelled) {

    /** Large enough that a commit costs nothing beside it, small enough that little is sent again after a kill. */
    public static final int CHUNK_ROWS = 20_000;

    /** Of everything. */
    public CopyRequest(
            Endpoint from,
            Endpoint to,
            boolean migrateTarget,
            boolean truncateTarget,
            int chunkRows,
            BadText badText,
            BooleanSupplier cancelled) {
        this(from, to, Part.WHOLE, migrateTarget, truncateTarget, chunkRows, badText, cancelled);
    }

    /** The same of a part. */
    public CopyRequest of(Part wanted) {
        return new CopyRequest(from, to, wanted, migrateTarget, truncateTarget, chunkRows, badText, cancelled);
    }

    public CopyRequest {
        if (chunkRows < 1) {
            throw new IllegalArgumentException("a chunk has at least one row");
        }
    }
}
