package ai.ongoing.gateway.journal.file;

import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.journal.JournalBatch;
import ai.ongoing.gateway.journal.JournalBounds;
import ai.ongoing.gateway.journal.JournalPosition;
import ai.ongoing.gateway.journal.books.Books;
import ai.ongoing.gateway.journal.books.Starved;
import ai.ongoing.gateway.journal.books.Trouble;
import ai.ongoing.gateway.journal.directory.CheckpointFile;
import ai.ongoing.gateway.journal.directory.CheckpointFile.Checkpoint;
import ai.ongoing.gateway.journal.format.RecordBuffer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out of the files: hands out batches, writes down how far the store has got, and removes what nobody needs any
 * more. Used by the draining thread, and by the keeper while that one is not in here: whoever is has the turn.
 */
final class Draining {

    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
    private static final long BODY_WAIT = Duration.ofMillis(1).toNanos();
    private static final long TROUBLE_WAIT = Duration.ofMillis(200).toNanos();

    private final Lock lock;
    /** Comes before the journal's lock. */
    private final ReentrantLock turn = new ReentrantLock();

    private final Books books;
    private final Trouble trouble;
    private final BodyQueue bodies;
    private final SegmentLog log;
    private final CallReader reader;
    private final CheckpointFile checkpoint;
    private final RecordBuffer buffer = new RecordBuffer();
    private final Set<Segment> carriedTo = new LinkedHashSet<>();
    /** Read and not handed out yet, after a failure or by the keeper: nobody would read these again. */
    private List<FinishedCall> read = new ArrayList<>();

    private JournalPosition released;
    private long inHand;
    /** Out of the log, and its file not removed yet. */
    private @Nullable Segment dropped;

    private @Nullable Checkpoint written;
    private volatile @Nullable Instant oldest;

    Draining(FileJournal.Shared shared, SegmentLog log, CheckpointFile checkpoint, JournalPosition released) {
        this.lock = shared.lock();
        this.books = shared.books();
        this.trouble = shared.trouble();
        this.bodies = shared.bodies();
        this.log = log;
        this.checkpoint = checkpoint;
        this.released = released;
        this.reader = new CallReader(log.oldest(), this::after, bodies);
    }

    private @Nullable Segment after(Segment segment) {
        lock.lock();
        try {
            return log.after(segment);
        } finally {
            lock.unlock();
        }
    }

    JournalBatch take(JournalBounds limit) {
        turn.lock();
        try {
            return taken(limit);
        } finally {
            turn.unlock();
        }
    }

    private JournalBatch taken(JournalBounds limit) {
        List<FinishedCall> calls = read;
        try {
            reader.read(calls, limit);
            if (calls.isEmpty() && !bodies.idle()) {
                LockSupport.parkNanos(this, BODY_WAIT);
            }
        } catch (IOException e) {
            LOG.atError().addKeyValue("error", e.toString()).log("the journal cannot be read; it is tried again");
            LockSupport.parkNanos(this, TROUBLE_WAIT);
        } catch (OutOfMemoryError e) {
            // What was read is handed out, and bodies may be what fills the heap: others are done with theirs in a
            // moment.
            LockSupport.parkNanos(this, TROUBLE_WAIT);
            Starved.tell(LOG, "the journal finds no memory to be read with; it is tried again", e);
        }
        JournalBatch batch = new JournalBatch(calls, reader.position());
        read = new ArrayList<>();
        inHand += calls.size();
        if (!calls.isEmpty() && inHand == calls.size()) {
            oldest = calls.getFirst().completion().finishedAt();
        }
        return batch;
    }

    /** Declares lost what was appended and cannot be read any more; how many calls these are. */
    long declareDamaged() {
        turn.lock();
        lock.lock();
        try {
            long missing = books.waiting() - inHand - read.size();
            if (missing <= 0 || !bodies.idle() || !reader.position().equals(end())) {
                return 0;
            }
            books.damaged(missing);
            waitingSince(oldest);
            LOG.atError()
                    .addKeyValue("calls", missing)
                    .log("the journal's files were damaged while it ran; calls in them are lost");
            return missing;
        } finally {
            lock.unlock();
            turn.unlock();
        }
    }

    /** Where the log ends. The lock is held. */
    private JournalPosition end() {
        Segment current = log.current();
        return new JournalPosition(current.number(), current.end());
    }

    void release(JournalBatch batch, JournalBatch.Unstored unstored) {
        turn.lock();
        try {
            settle(batch, unstored);
            removeStored();
        } finally {
            turn.unlock();
        }
    }

    private void settle(JournalBatch batch, JournalBatch.Unstored unstored) {
        int calls = batch.calls().size();
        inHand -= calls;
        // Those behind them did not end earlier; the next batch knows it exactly.
        Instant next =
                calls == 0 ? oldest : batch.calls().getLast().completion().finishedAt();
        lock.lock();
        try {
            books.released(calls, unstored);
            waitingSince(next);
            released = batch.end();
        } finally {
            lock.unlock();
        }
    }

    private void removeStored() {
        try {
            if (writeBooks()) {
                removeReleased();
            }
        } catch (OutOfMemoryError e) {
            // The books have it; the next release writes them down and removes what this one left.
            Starved.tell(LOG, "a stored segment of the journal was not removed", e);
        } catch (IOException e) {
            // The segments stay, which costs room and nothing else; the keeper tries again.
            LOG.atWarn().addKeyValue("error", e.toString()).log("a stored segment of the journal could not be removed");
        }
    }

    /**
     * Once a second, on the keeper's thread: writes the books down and removes what no release has removed. While no call
     * finds room none is released, and a segment may become free all the same: by the end of a call, or on the disk.
     */
    void lookAfter() {
        if (!writeBooks() || !turn.tryLock()) {
            return;
        }
        try {
            if (!trouble.now().isEmpty()) {
                passNotes();
            }
            removeReleased();
        } catch (IOException e) {
            LOG.debug("stored segments of the journal stay for another second", e);
        } finally {
            turn.unlock();
        }
    }

    /**
     * Where no call waits, all is settled up to the log's end, whatever notes stand there. Only done when room is wanted:
     * notes that were carried along are passed, too, and then carried along once more.
     */
    private void passNotes() throws IOException {
        if (inHand > 0 || !read.isEmpty()) {
            return;
        }
        // A call that has come meanwhile stays here until it is taken.
        reader.read(read, new JournalBounds(1, 1));
        if (read.isEmpty()) {
            lock.lock();
            try {
                released = reader.position();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Makes the file of the checkpoint again where it was taken away. */
    synchronized boolean restoreCheckpoint() throws IOException {
        return checkpoint.restore();
    }

    /** Writes down how far the store has got; from any thread. False when that failed. */
    boolean writeBooks() {
        try {
            writeDown();
            return true;
        } catch (IOException e) {
            // What was stored since the last one comes again after a restart, and the store knows it by its id.
            LOG.atWarn().addKeyValue("error", e.toString()).log("the journal's checkpoint could not be written");
            return false;
        }
    }

    private synchronized void writeDown() throws IOException {
        Checkpoint now;
        lock.lock();
        try {
            now = books.at(released, end());
        } finally {
            lock.unlock();
        }
        if (!now.equals(written)) {
            checkpoint.write(now);
            written = now;
        }
    }

    private void removeReleased() throws IOException {
        while (true) {
            Segment going = dropped == null ? dropReleased() : dropped;
            if (going == null) {
                return;
            }
            dropped = going;
            // Before the file goes that held them: notes of open calls must stand somewhere on the disk at any time.
            // A checkpoint comes behind all that. An older one would name a segment that is no more, and would count as
            // new the calls that were carried along, and those of which only the end is left.
            log.secure(carriedTo);
            writeDown();
            checkpoint.sync();
            carriedTo.clear();
            going.delete(log.reserve());
            dropped = null;
        }
    }

    /** Takes out the oldest segment if nothing in it is needed any more, once its open calls are noted elsewhere. */
    private @Nullable Segment dropReleased() throws IOException {
        while (true) {
            lock.lock();
            try {
                Segment oldest = log.oldest();
                if (oldest == log.current() || oldest.number() >= released.segment()) {
                    return null;
                }
                if (!oldest.hasOpenCalls()) {
                    return log.dropOldest();
                }
                oldest.carryOver(log, buffer, carriedTo);
            } finally {
                lock.unlock();
            }
        }
    }

    /** The lock is held. */
    private void waitingSince(@Nullable Instant ended) {
        oldest = books.waiting() == 0 ? null : ended;
    }

    /** When the call that has waited longest ended; null when none waits or none was taken yet. From any thread. */
    @Nullable
    Instant oldest() {
        return oldest;
    }
}
