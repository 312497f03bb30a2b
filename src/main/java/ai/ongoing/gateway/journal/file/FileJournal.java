package ai.ongoing.gateway.journal.file;

import ai.ongoing.gateway.journal.AdmissionRecord;
import ai.ongoing.gateway.journal.AdmittedCall;
import ai.ongoing.gateway.journal.AnswerRecord;
import ai.ongoing.gateway.journal.Backlog;
import ai.ongoing.gateway.journal.BodyRecord;
import ai.ongoing.gateway.journal.CompletionRecord;
import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.journal.Journal;
import ai.ongoing.gateway.journal.JournalBatch;
import ai.ongoing.gateway.journal.JournalBounds;
import ai.ongoing.gateway.journal.JournalCounts;
import ai.ongoing.gateway.journal.JournalDrain;
import ai.ongoing.gateway.journal.JournalTotals;
import ai.ongoing.gateway.journal.books.Books;
import ai.ongoing.gateway.journal.books.DrainSignal;
import ai.ongoing.gateway.journal.books.Trouble;
import ai.ongoing.gateway.journal.directory.SetAsideFile;
import ai.ongoing.gateway.journal.format.RecordBuffer;
import ai.ongoing.gateway.journal.format.RecordEncoding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The journal in files: what it has taken survives the death of the process, and with {@code durability: disk} also a
 * power cut, once the sync that follows has ended. An append encodes into memory of the thread's own, then writes to the
 * page cache under a short lock; no append makes a file, deletes one or waits for a disk. Memory does not grow with what
 * waits: the drain reads it back from the files. Thread-safe; the drain's methods belong to one thread.
 */
public final class FileJournal implements Journal, JournalDrain {

    private static final long BODY_WAIT = Duration.ofMillis(1).toNanos();
    private final JournalSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Books books = new Books();
    private final Trouble trouble = new Trouble();
    private final BodyQueue bodies = new BodyQueue(this::appendBody);
    private final ThreadLocal<RecordBuffer> buffers = ThreadLocal.withInitial(RecordBuffer::new);
    private final DrainSignal signal = new DrainSignal();
    private volatile @Nullable OpenJournal opened;

    public FileJournal(JournalSettings settings) {
        this.settings = settings;
    }

    /** What the parts of one journal have in common. */
    record Shared(Lock lock, Books books, BodyQueue bodies, Trouble trouble) {}

    /**
     * Claims the directory and reads what an earlier process left there. Calls that never ended are noted as interrupted.
     *
     * @param store kind and place of the store that calls are meant for, without secrets
     * @throws ai.ongoing.gateway.journal.JournalException naming what is wrong with the directory, and the way out
     */
    public RecoveryReport open(String store) {
        OpenJournal journal = OpenJournal.claim(settings, store, new Shared(lock, books, bodies, trouble));
        RecoveryReport recovered = journal.recovered();
        signal.arrived(recovered.waiting() + recovered.interrupted());
        opened = journal;
        bodies.start();
        return recovered;
    }

    @Override
    public AdmittedCall admit(AdmissionRecord admission) {
        OpenCall call = new OpenCall(this, admission);
        ByteBuffer frame = RecordEncoding.admission(buffers.get(), admission);
        lock.lock();
        try {
            Segment holder = append(frame, Room.ADMISSION);
            books.admitted(holder != null);
            if (holder != null) {
                holder.opened(call);
            }
        } finally {
            lock.unlock();
        }
        return call;
    }

    /** Noted beside the admission, or not at all: without it the note would belong to no call. */
    void answered(OpenCall call, AnswerRecord answer) {
        ByteBuffer frame = RecordEncoding.answer(buffers.get(), answer);
        // Notes of progress come again and again, so they are the first to give way, with the bodies.
        Room room = answer.progress() == null ? Room.ADMISSION : Room.BODY;
        lock.lock();
        try {
            if (call.segment != null && append(frame, room) != null) {
                call.answer = answer;
            }
        } finally {
            lock.unlock();
        }
    }

    boolean complete(OpenCall call, CompletionRecord completion, @Nullable BodyRecord body) {
        boolean bodyComes = body != null && hasRoom(body) && bodies.reserve(body);
        boolean bodyLost = completion.bodyFollows() && !bodyComes;
        boolean taken = false;
        boolean handed = !bodyComes;
        try {
            taken = note(call, RecordEncoding.completion(buffers.get(), completion, bodyLost), bodyLost);
            if (taken && body != null && bodyComes) {
                bodies.hand(body);
                handed = true;
            }
        } finally {
            // Also where memory gives out: a reader waits for a body as long as its place is kept.
            if (body != null && !handed) {
                bodies.cancel(body);
            }
            if (taken) {
                signal.arrived(1);
            }
        }
        return taken;
    }

    private boolean hasRoom(BodyRecord body) {
        OpenJournal journal = opened;
        return journal != null && journal.log().hasRoomFor(body.weight(), Room.BODY);
    }

    private boolean note(OpenCall call, ByteBuffer frame, boolean bodyLost) {
        lock.lock();
        try {
            boolean taken = append(frame, Room.COMPLETION) != null;
            Segment holder = call.segment;
            if (holder != null) {
                holder.ended(call);
            }
            if (!taken) {
                books.refused(holder != null);
                return false;
            }
            books.completed(holder != null);
            if (bodyLost) {
                books.bodyDropped();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** On the thread of the bodies. One that finds no room, or no memory, is given up; its call goes on without. */
    private void appendBody(BodyRecord body) {
        boolean kept = false;
        try {
            ByteBuffer frame = RecordEncoding.body(buffers.get(), body);
            kept = locked(() -> append(frame, Room.BODY) != null);
        } finally {
            if (!kept) {
                noted(books::bodyDropped);
            }
        }
    }

    /** Null when there is no room, for whatever reason. The lock is held. */
    private @Nullable Segment append(ByteBuffer frame, Room room) {
        OpenJournal journal = opened;
        return journal == null ? null : journal.append(frame, room);
    }

    @Override
    public boolean await(int enough, long lingerNanos) {
        return signal.await(enough, lingerNanos);
    }

    @Override
    public JournalBatch take(JournalBounds limit) {
        Draining draining = parts().draining();
        JournalBatch batch = draining.take(limit);
        signal.taken(
                batch.calls().isEmpty()
                        ? draining.declareDamaged()
                        : batch.calls().size());
        return batch;
    }

    @Override
    public void release(JournalBatch batch, JournalBatch.Unstored unstored) {
        parts().draining().release(batch, unstored);
    }

    @Override
    public boolean setAside(FinishedCall call, String reason) {
        return parts().setAside(call, reason);
    }

    /**
     * Puts calls that were set aside back among those that wait, and says how many; no others may come meanwhile.
     *
     * @throws java.io.IOException when the file that keeps them cannot be read, or one finds no room; none is lost then
     */
    public int retrySetAside() throws IOException {
        SetAsideFile aside = parts().aside();
        List<FinishedCall> calls = aside.calls();
        for (FinishedCall call : calls) {
            AdmittedCall again = admit(call.completion().admission());
            if (!again.complete(call.completion(), call.body())) {
                throw new IOException("the journal has no room for the calls set aside; let it drain and try again");
            }
            noted(books::retried);
            while (!bodies.idle()) {
                LockSupport.parkNanos(this, BODY_WAIT);
            }
        }
        parts().sync(); // what is taken away next was on the disk
        aside.delete();
        return calls.size();
    }

    @Override
    public Backlog backlog() {
        OpenJournal journal = opened;
        long bytes = journal == null ? 0 : journal.log().held();
        return new Backlog(
                totals().waiting(),
                bytes,
                settings.maxBytes(),
                journal == null ? null : journal.draining().oldest());
    }

    @Override
    public String trouble() {
        OpenJournal journal = opened;
        String now = trouble.now();
        return now.isEmpty() && journal != null ? journal.missing() : now;
    }

    @Override
    public JournalCounts counts() {
        return locked(books::counts);
    }

    @Override
    public JournalTotals totals() {
        return locked(books::totals);
    }

    private void noted(Runnable change) {
        locked(() -> {
            change.run();
            return change;
        });
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean close() {
        return signal.close();
    }

    @Override
    public boolean closed() {
        return signal.closed();
    }

    @Override
    public boolean exhausted() {
        return signal.closed() && signal.waiting() == 0;
    }

    /**
     * Gives the files and the lock back, after the drain's thread has ended. What was not released stays for the next
     * start; when nothing is left, no segment is left either. Idempotent.
     */
    public void end() {
        close();
        OpenJournal journal = opened;
        if (journal != null) {
            journal.end(() -> opened = null);
        }
    }

    private OpenJournal parts() {
        OpenJournal journal = opened;
        if (journal == null) {
            throw new IllegalStateException("the journal is not open");
        }
        return journal;
    }
}
