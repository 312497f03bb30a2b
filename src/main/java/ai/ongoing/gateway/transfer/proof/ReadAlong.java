package ai.ongoing.gateway.transfer.proof;

import ai.ongoing.gateway.storage.bulk.BulkException;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.RowStream;
import ai.ongoing.gateway.storage.bulk.TableShape;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads back and hashes what is written into a store, while it is written: behind each commit, on a thread of its own, on a
 * snapshot of its own, as far as the table reaches then. What it cannot read in that way is left to whoever reads everything
 * afterwards, who meets the same failure where there is one. The writer's thread alone calls it.
 */
public final class ReadAlong implements AutoCloseable {

    private static final int BATCH_ROWS = 1_000;

    private final Supplier<BulkSource> store;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("copy-reader-along").daemon().factory());
    private final Map<String, Part> parts = new HashMap<>();
    private @Nullable Future<?> under;
    private volatile boolean closed;
    private boolean gaveUp;

    /** What of a table was read so far; handed from thread to thread with the task that changes it. */
    private static final class Part {

        private long reach = Long.MIN_VALUE;
        private TableHash sum = TableHash.EMPTY;
    }

    /** @param store opens a snapshot of what is there by then, which is closed again */
    public ReadAlong(Supplier<BulkSource> store) {
        this.store = store;
    }

    /** One that reads nothing, where rows have no order in which they came. */
    public static ReadAlong none() {
        ReadAlong none = new ReadAlong(() -> {
            throw new IllegalStateException("nothing is read along");
        });
        none.gaveUp = true;
        return none;
    }

    /** To be called behind a commit: reads what came since the last time. Does not wait for it. */
    public void committed(TableShape table) {
        catchUp();
        if (!gaveUp) {
            Part part = parts.computeIfAbsent(table.name(), _ -> new Part());
            under = thread.submit(() -> readOn(table, part));
        }
    }

    /**
     * Waits until all is read that was told. To be called before a commit: SQLite begins its log anew only where nobody
     * reads behind the last transfer, so it would grow with the table under a reader that is never done.
     */
    public void catchUp() {
        Future<?> reading = under;
        under = null;
        if (reading == null) {
            return;
        }
        try {
            reading.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            gaveUp = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the copy's thread was interrupted", e);
        }
    }

    /** What was read of a table, all of which was told; empty when that was not possible, or nothing was told. */
    public Optional<TableHash> found(TableShape table) {
        catchUp();
        return gaveUp
                ? Optional.empty()
                : Optional.ofNullable(parts.get(table.name())).map(part -> part.sum);
    }

    private void readOn(TableShape table, Part part) {
        try (BulkSource now = store.get()) {
            OptionalLong reach = now.reach(table);
            if (reach.isEmpty()) {
                throw new BulkException(BulkException.Reason.FAILED, "rows of " + table.name() + " come in no order");
            }
            RowBatch batch = new RowBatch(table.columns().size());
            RowHash hash = new RowHash();
            try (RowStream rows = now.rows(table, part.reach, reach.getAsLong())) {
                while (!closed && rows.next(batch, BATCH_ROWS)) {
                    part.sum = part.sum.plus(hash.of(batch));
                }
            }
            part.reach = reach.getAsLong();
        }
    }

    /** Ends the thread, however far it came, and waits for it. */
    @Override
    public void close() {
        closed = true;
        thread.close();
    }
}
