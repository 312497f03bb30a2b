package ai.ongoing.gateway.transfer.proof;

import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.RowStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads on a thread of its own, a few batches ahead of whoever writes. Batches go round: memory is bounded by
 * their number, whatever the table holds. Closing stops the thread and waits for it, because a stream and its source are
 * for one thread at a time.
 */
public final class Reading implements AutoCloseable {

    private static final int AHEAD = 4;
    private static final int BATCH_ROWS = 1_000;

    /**
     * Rows and their hash; {@code failure} in place of rows when reading ended badly, neither when it ended.
     *
     * @param rows null at the end
     */
    public record Read(
            @Nullable RowBatch rows,
            TableHash hash,
            @Nullable Throwable failure) {}

    private final RowStream stream;
    private final @Nullable RowHash hash;
    private final BlockingQueue<Read> read = new ArrayBlockingQueue<>(AHEAD + 1);
    private final BlockingQueue<RowBatch> free = new ArrayBlockingQueue<>(AHEAD);
    private final Thread thread;

    /** Begins at once, and hashes what it reads, for whoever has enough to do with the rows. */
    public static Reading hashing(RowStream stream, int columns) {
        return new Reading(stream, columns, new RowHash());
    }

    /** Begins at once; hashes nothing. */
    public static Reading plain(RowStream stream, int columns) {
        return new Reading(stream, columns, null);
    }

    private Reading(RowStream stream, int columns, @Nullable RowHash hash) {
        this.stream = stream;
        this.hash = hash;
        for (int i = 0; i < AHEAD; i++) {
            free.add(new RowBatch(columns));
        }
        this.thread = Thread.ofPlatform().name("copy-reader").daemon().start(this::run);
    }

    private void run() {
        try {
            while (true) {
                RowBatch batch = free.take();
                if (!stream.next(batch, BATCH_ROWS)) {
                    read.put(new Read(null, TableHash.EMPTY, null));
                    return;
                }
                read.put(new Read(batch, hash == null ? TableHash.EMPTY : hash.of(batch), null));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed: nobody wants the rest
        } catch (RuntimeException | Error e) { // an Error too, or whoever takes the rows would wait for ever
            read.add(new Read(null, TableHash.EMPTY, e));
        }
    }

    /** The next rows; waits for them. What the thread failed with is thrown here. */
    public Read next() {
        try {
            Read next = read.take();
            return switch (next.failure()) {
                case null -> next;
                case Error error -> throw error;
                case RuntimeException failure -> throw failure;
                case Throwable other -> throw new IllegalStateException(other);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the copy's thread was interrupted", e);
        }
    }

    /** Gives a batch back to be filled again. */
    public void done(RowBatch batch) {
        free.add(batch);
    }

    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        stream.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
