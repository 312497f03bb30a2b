package ai.ongoing.gateway.journal.file;

import ai.ongoing.gateway.journal.AnswerRecord;
import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.journal.JournalBatch;
import ai.ongoing.gateway.journal.JournalBounds;
import ai.ongoing.gateway.journal.JournalPosition;
import ai.ongoing.gateway.journal.books.Books;
import ai.ongoing.gateway.journal.books.Starved;
import ai.ongoing.gateway.journal.directory.CheckpointFile;
import ai.ongoing.gateway.journal.directory.CheckpointFile.Checkpoint;
import ai.ongoing.gateway.journal.format.RecordBuffer;
import ai.ongoing.gateway.journal.format.RecordEncoding;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out of the files: hands out batches, writes down how far the store has got, and removes what nobody needs any
 * more. Used by the draining thread alone, except for what says otherwise.
 */
final class Draining {

    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
    private static final long BODY_WAIT = Duration.ofMillis(1).toNanos();
    private static final long TROUBLE_WAIT = Duration.ofMillis(200).toNanos();

    /** Calls whose notes are carried over in one go, while appends wait. */
    private static final int CARRIED_AT_ONCE = 32;

    private final Lock lock;
    private final Books books;
    private final BodyQueue bodies;
    private final SegmentLog log;
    private final CallReader reader;
    private final CheckpointFile checkpoint;
    private final RecordBuffer buffer = new RecordBuffer();
    private final Set<Segment> carriedTo = new LinkedHashSet<>();
    /** Kept across a failure between reading and handing out: nobody would read these again. */
    private List<FinishedCall> read = new ArrayList<>();

    private JournalPosition released;
    private long inHand;
    /** Out of the log, and its file not removed yet. */
    private @Nullable Segment dropped;

    private @Nullable Checkpoint written;
    private volatile @Nullable Instant oldestInHand;

    Draining(FileJournal.Shared shared, SegmentLog log, CheckpointFile checkpoint, JournalPosition released) {
        this.lock = shared.lock();
        this.books = shared.books();
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
        if (!calls.isEmpty() && oldestInHand == null) {
            oldestInHand = calls.getFirst().completion().finishedAt();
        }
        return batch;
    }

    /** Declares lost what was appended and cannot be read any more; how many calls these are. */
    long declareDamaged() {
        lock.lock();
        try {
            long missing = books.waiting() - inHand;
            if (missing <= 0 || !bodies.idle() || !reader.position().equals(end())) {
                return 0;
            }
            books.damaged(missing);
            LOG.atError()
                    .addKeyValue("calls", missing)
                    .log("the journal's files were damaged while it ran; calls in them are lost");
            return missing;
        } finally {
            lock.unlock();
        }
    }

    /** Where the log ends. The lock is held. */
    private JournalPosition end() {
        Segment current = log.current();
        return new JournalPosition(current.number(), current.end());
    }

    void release(JournalBatch batch, JournalBatch.Unstored unstored) {
        int calls = batch.calls().size();
        inHand -= calls;
        oldestInHand = null;
        lock.lock();
        try {
            books.released(calls, unstored);
            released = batch.end();
        } finally {
            lock.unlock();
        }
        try {
            if (writeBooks()) {
                removeUpTo(batch.end());
            }
        } catch (OutOfMemoryError e) {
            // The books have it; the next release writes them down and removes what this one left.
            Starved.tell(LOG, "a stored segment of the journal was not removed", e);
        } catch (IOException e) {
            // The segments stay, which costs room and nothing else; the next release tries again.
            LOG.atWarn().addKeyValue("error", e.toString()).log("a stored segment of the journal could not be removed");
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

    private void removeUpTo(JournalPosition end) throws IOException {
        while (true) {
            Segment going = dropped == null ? dropBefore(end) : dropped;
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
            going.delete();
            dropped = null;
        }
    }

    /** Takes out the oldest segment if nothing in it is needed any more, once its open calls are noted elsewhere. */
    private @Nullable Segment dropBefore(JournalPosition end) throws IOException {
        while (true) {
            lock.lock();
            try {
                Segment oldest = log.oldest();
                if (oldest == log.current() || oldest.number() >= end.segment()) {
                    return null;
                }
                if (!oldest.hasOpenCalls()) {
                    return log.dropOldest();
                }
                if (!carryOver(oldest)) {
                    return null;
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Notes open calls again at the log's end; false when there is no room. */
    private boolean carryOver(Segment from) throws IOException {
        for (OpenCall call : from.openCalls(CARRIED_AT_ONCE)) {
            Segment to = log.append(RecordEncoding.admission(buffer, call.admission()), Room.ADMISSION);
            if (to == null || !carryAnswer(call)) {
                return false;
            }
            from.ended(call);
            to.opened(call);
            carriedTo.add(to);
            carriedTo.add(log.current());
        }
        return true;
    }

    private boolean carryAnswer(OpenCall call) throws IOException {
        AnswerRecord answer = call.answer;
        if (answer == null) {
            return true;
        }
        return log.append(RecordEncoding.answer(buffer, answer.with(null)), Room.ADMISSION) != null
                && (answer.progress() == null
                        || log.append(RecordEncoding.answer(buffer, answer), Room.ADMISSION) != null);
    }

    /** When the call that has waited longest in the writer's hands ended; from any thread. */
    @Nullable
    Instant oldestInHand() {
        return oldestInHand;
    }
}
