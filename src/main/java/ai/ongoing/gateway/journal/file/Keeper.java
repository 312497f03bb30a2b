package ai.ongoing.gateway.journal.file;

import ai.ongoing.gateway.journal.books.Starved;
import ai.ongoing.gateway.journal.directory.JournalDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does for the journal what an event loop must not wait for: has the next segment ready, brings what was appended to the
 * disk where that is asked for (all appends since the last time in one go), and writes the books down once a second.
 */
final class Keeper {

    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
    private static final long ROUND = Duration.ofSeconds(1).toNanos();

    private final Lock lock;
    private final boolean syncs;
    private final Runnable everyRound;
    private volatile boolean asked;
    private volatile boolean stopped;
    private volatile @Nullable Thread thread;

    /** @param everyRound done about once a second; must not throw */
    Keeper(Lock lock, boolean syncs, Runnable everyRound) {
        this.lock = lock;
        this.syncs = syncs;
        this.everyRound = everyRound;
    }

    void start(SegmentLog log, JournalDirectory directory) {
        thread = Thread.ofPlatform().name("journal-keeper").daemon().start(() -> run(log, directory));
    }

    /** Something was appended, or a spare was used up. Cheap when the keeper is at work already. */
    void ask() {
        if (!asked) {
            asked = true;
            LockSupport.unpark(thread);
        }
    }

    /** Told after every append; only of interest where appends are synced. */
    void appended() {
        if (syncs) {
            ask();
        }
    }

    private void run(SegmentLog log, JournalDirectory directory) {
        long nextRound = System.nanoTime() + ROUND;
        while (!stopped) {
            if (!asked) {
                LockSupport.parkNanos(this, ROUND);
            }
            // Taken back before the work: what is asked for meanwhile is done in the next turn.
            asked = false;
            try {
                prepareSpare(log, directory);
                if (syncs) {
                    sync(log);
                }
            } catch (OutOfMemoryError e) {
                LockSupport.parkNanos(this, ROUND);
                Starved.tell(LOG, "the journal's keeper found no memory and tries again", e);
            } catch (IOException e) {
                // An append that needs the disk meets the same trouble and tells it.
                LOG.debug("the journal's keeper failed and tries again", e);
                LockSupport.parkNanos(this, ROUND);
            }
            if (System.nanoTime() - nextRound >= 0) {
                nextRound = System.nanoTime() + ROUND;
                round();
            }
        }
    }

    private void round() {
        try {
            everyRound.run();
        } catch (OutOfMemoryError e) {
            Starved.tell(LOG, "the journal's books were not written down this second", e);
        }
    }

    private void prepareSpare(SegmentLog log, JournalDirectory directory) throws IOException {
        long number = locked(log::wantedSpare);
        if (number == 0) {
            return;
        }
        Segment spare = log.made(number);
        if (syncs) {
            spare.sync();
            directory.sync();
        }
        boolean taken = locked(() -> log.spare(spare) ? number : 0) == number;
        if (!taken) {
            spare.delete();
            ask();
        }
        log.reserve().make();
    }

    private void sync(SegmentLog log) throws IOException {
        List<Segment> segments;
        lock.lock();
        try {
            segments = log.toSync();
        } finally {
            lock.unlock();
        }
        try {
            for (Segment segment : segments) {
                segment.sync();
            }
        } catch (IOException | OutOfMemoryError e) {
            locked(() -> {
                log.unsynced(segments);
                return segments.size();
            });
            throw e;
        }
    }

    private long locked(java.util.function.LongSupplier work) {
        lock.lock();
        try {
            return work.getAsLong();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread and waits for it. */
    void stop() {
        stopped = true;
        Thread running = thread;
        if (running != null) {
            LockSupport.unpark(running);
            try {
                running.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
