package ai.ongoing.gateway.storage.row;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * How many traces are stored: counted once after start, then kept by adding what is stored. Batches pass while the
 * table is read; they only wait for the moment in which the reader's snapshot is taken, so that no row is counted twice
 * or not at all. Exact for one process; other processes on the same database are seen at their next start.
 */
final class TraceCounter {

    private final ReentrantReadWriteLock snapshot = new ReentrantReadWriteLock();
    private final AtomicLong storedSinceStart = new AtomicLong();
    private volatile long base;
    private volatile boolean exact;

    /** Stores and adds. */
    void storing(Batch batch) throws SQLException {
        snapshot.readLock().lock();
        try {
            storedSinceStart.addAndGet(batch.store());
        } finally {
            snapshot.readLock().unlock();
        }
    }

    /** Counts the table; afterwards the count is exact. */
    void count(Snapshot reader) throws SQLException {
        long before;
        snapshot.writeLock().lock();
        try {
            reader.take();
            before = storedSinceStart.get();
        } finally {
            snapshot.writeLock().unlock();
        }
        base = reader.count() - before;
        exact = true;
    }

    /** What is stored, once counted; until then what was stored since start. */
    long value() {
        return base + storedSinceStart.get();
    }

    boolean exact() {
        return exact;
    }

    /** One transaction's work. */
    @FunctionalInterface
    interface Batch {
        /** The number of new rows. */
        long store() throws SQLException;
    }

    /** A transaction that sees the table as it was when {@code take} returned. */
    interface Snapshot {
        void take() throws SQLException;

        long count() throws SQLException;
    }
}
