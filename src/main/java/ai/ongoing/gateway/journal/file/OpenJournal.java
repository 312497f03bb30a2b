package ai.ongoing.gateway.journal.file;

import ai.ongoing.gateway.journal.CompletionRecord;
import ai.ongoing.gateway.journal.FinishedCall;
import ai.ongoing.gateway.journal.JournalException;
import ai.ongoing.gateway.journal.books.Trouble;
import ai.ongoing.gateway.journal.directory.CheckpointFile;
import ai.ongoing.gateway.journal.directory.CheckpointFile.Checkpoint;
import ai.ongoing.gateway.journal.directory.JournalDirectory;
import ai.ongoing.gateway.journal.directory.SetAsideFile;
import ai.ongoing.gateway.journal.format.RecordBuffer;
import ai.ongoing.gateway.journal.format.RecordEncoding;
import ai.ongoing.gateway.journal.format.SegmentHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A journal's files while they are open: made by {@link #claim}, given back by {@link #end}. */
final class OpenJournal {

    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
    private static final Duration LAST_BODIES = Duration.ofSeconds(5);

    private final JournalDirectory directory;
    private final JournalSettings settings;
    private final FileJournal.Shared shared;
    private final SegmentLog log;
    private final CheckpointFile checkpoint;
    private final SetAsideFile aside;
    private final Draining draining;
    private final Keeper keeper;
    private final RecoveryReport recovered;
    private volatile String missing = "";
    /** Bytes of the largest record that found no room since the trouble began. Guarded by the lock. */
    private int refused;

    private OpenJournal(JournalDirectory directory, JournalSettings settings, String store, FileJournal.Shared shared)
            throws IOException {
        this.directory = directory;
        this.settings = settings;
        this.shared = shared;
        CheckpointFile.Contents last = CheckpointFile.read(directory.checkpoint());
        Recovery recovery = recovery(last, store, settings.anyStore());
        this.checkpoint = CheckpointFile.open(directory.checkpoint(), recovery.journal(), store, last.sequence());
        this.keeper = new Keeper(shared.lock(), settings.syncToDisk(), this::round);
        this.log = new SegmentLog(directory, settings, checkpoint.header(), keeper::ask);
        log.begin(recovery.segments(), recovery.highestNumber());
        Findings left = recovery.findings();
        List<CompletionRecord> interrupted = left.interrupted();
        noteInterrupted(interrupted);
        Checkpoint goingOn = recovery.goingOn();
        long missing = recovery.continueIn(shared.books());
        this.aside = new SetAsideFile(directory.setAside(), checkpoint.header(), settings.maxBytes() / 4);
        this.draining = new Draining(shared, log, checkpoint, goingOn.position());
        this.recovered = new RecoveryReport(
                recovery.waiting(), interrupted.size(), missing, left.damagedBytes(), left.unreadable());
    }

    /**
     * Locks, reads and opens.
     *
     * @throws JournalException when that cannot be done; nothing is left open or locked then
     */
    static OpenJournal claim(JournalSettings settings, String store, FileJournal.Shared shared) {
        JournalDirectory directory = new JournalDirectory(settings.directory());
        directory.claim();
        try {
            OpenJournal opened = new OpenJournal(directory, settings, store, shared);
            if (settings.syncToDisk()) {
                // What is new, and what an earlier process wrote and died before it was synced.
                opened.sync();
                directory.syncAbove();
            }
            opened.draining.writeBooks(); // what was declared lost is told once, and numbers are not used again
            opened.keeper.start(opened.log, directory);
            return opened;
        } catch (IOException e) {
            directory.giveBack();
            throw directory.refusal("cannot be opened: " + JournalDirectory.reason(e), e);
        } catch (RuntimeException e) {
            directory.giveBack();
            throw e;
        }
    }

    private Recovery recovery(CheckpointFile.Contents last, String store, boolean anyStore) throws IOException {
        SegmentHeader header = last.header();
        Recovery recovery = new Recovery(directory, last.checkpoint(), header == null ? null : header.journal(), store);
        recovery.run();
        String other = recovery.otherStore();
        if (other != null && !anyStore) {
            recovery.abandon();
            Findings left = recovery.findings();
            throw new JournalException("tracing.journal.path " + directory.path() + " holds "
                    + (recovery.waiting() + left.interrupted().size()) + " calls meant for " + other
                    + ", not for " + store
                    + "; start once with that store so that they are stored, store them here with ongoingai journal"
                    + " replay --any-store, or choose another tracing.journal.path");
        }
        return recovery;
    }

    /** Ends the calls that the earlier process could not end; their notes then need not be kept. */
    private void noteInterrupted(List<CompletionRecord> calls) throws IOException {
        RecordBuffer buffer = new RecordBuffer();
        for (CompletionRecord call : calls) {
            // Without a bound: what stands in the files already must not keep the gateway from starting.
            log.appendAnyway(RecordEncoding.completion(buffer, call, call.bodyFollows()));
        }
    }

    /** Brings all that stands in the files, and their names, to the disk. Waits for it. */
    void sync() throws IOException {
        List<Segment> all;
        shared.lock().lock();
        try {
            all = log.all();
        } finally {
            shared.lock().unlock();
        }
        for (Segment segment : all) {
            segment.sync();
        }
        checkpoint.sync();
        directory.sync();
    }

    /** Null when there is no room, for whatever reason. The lock is held. */
    @Nullable
    Segment append(ByteBuffer frame, Room room) {
        Trouble trouble = shared.trouble();
        int size = frame.remaining();
        try {
            Segment holder = log.append(frame, room);
            if (holder != null) {
                // Room for a small one says nothing of the others.
                if (size >= refused) {
                    over();
                }
                keeper.appended();
            } else if (room == Room.COMPLETION) {
                refused = Math.max(refused, size);
                trouble.met("the journal is full");
            }
            return holder;
        } catch (IOException e) {
            refused = Math.max(refused, size);
            trouble.met(JournalDirectory.reason(e));
            return null;
        }
    }

    /** The lock is held. */
    private void over() {
        refused = 0;
        shared.trouble().over();
    }

    /** Once a second while there is trouble: no record as large as the one that was refused need ever come. */
    private void lookWhetherTroubleIsOver() {
        Trouble trouble = shared.trouble();
        if (trouble.now().isEmpty()) {
            return;
        }
        shared.lock().lock();
        try {
            if (log.hasRoomFor(refused, Room.COMPLETION) && log.takes(refused)) {
                over();
            }
        } catch (IOException e) {
            trouble.met(JournalDirectory.reason(e));
        } finally {
            shared.lock().unlock();
        }
    }

    /** False when the call cannot be kept aside and is lost. */
    boolean setAside(FinishedCall call, String reason) {
        try {
            if (aside.add(call, reason)) {
                return true;
            }
            tellLost(
                    call,
                    "the file of calls set aside is full, a quarter of tracing.journal.max_bytes: mend what the store"
                            + " refuses, stop the gateway and run ongoingai journal replay --set-aside");
        } catch (IOException e) {
            tellLost(call, JournalDirectory.reason(e));
        }
        return false;
    }

    private static void tellLost(FinishedCall call, String why) {
        LOG.atError()
                .addKeyValue("trace_id", call.completion().traceId())
                .addKeyValue("correlation_id", call.completion().correlationId())
                .addKeyValue("error", why)
                .log("a call that the store refuses could not be set aside; it is lost");
    }

    SetAsideFile aside() {
        return aside;
    }

    /** Once a second: makes again what somebody took away under the running gateway, and looks after the books and the room. */
    private void round() {
        try {
            boolean restored = directory.restore();
            restored |= draining.restoreCheckpoint();
            restored |= aside.restore();
            restored |= restoreSegments();
            if (restored) {
                LOG.atWarn()
                        .addKeyValue("path", directory.path())
                        .log("files of the journal were taken away under the running gateway; they were made again");
            }
            missing = "";
        } catch (IOException e) {
            missing = "tracing.journal.path " + directory.path() + " was taken away and cannot be made again: "
                    + JournalDirectory.reason(e) + "; what waits in it is kept as long as this process lives";
        } catch (JournalException e) {
            missing = String.valueOf(e.getMessage());
        }
        draining.lookAfter();
        lookWhetherTroubleIsOver();
    }

    private boolean restoreSegments() throws IOException {
        List<Segment> all;
        shared.lock().lock();
        try {
            all = log.all();
        } finally {
            shared.lock().unlock();
        }
        List<Segment> gone = all.stream().filter(Segment::gone).toList();
        if (gone.isEmpty()) {
            return false;
        }
        shared.lock().lock();
        try {
            log.leave(gone);
        } finally {
            shared.lock().unlock();
        }
        for (Segment segment : gone) {
            segment.restore();
            if (settings.syncToDisk()) {
                segment.sync();
            }
        }
        return true;
    }

    /** Why the directory is not there; empty while it is. */
    String missing() {
        return missing;
    }

    SegmentLog log() {
        return log;
    }

    Draining draining() {
        return draining;
    }

    RecoveryReport recovered() {
        return recovered;
    }

    /** Waits for the last bodies, then closes everything; {@code detach} keeps later appends away. */
    void end(Runnable detach) {
        long deadline = System.nanoTime() + LAST_BODIES.toNanos();
        while (!shared.bodies().idle() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
        shared.bodies().stop();
        keeper.stop();
        boolean written = draining.writeBooks();
        shared.lock().lock();
        try {
            detach.run();
            checkpoint.sync();
            log.close(written && shared.books().settled());
            checkpoint.close();
            aside.close();
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("error", e.toString()).log("the journal was not closed cleanly; nothing is lost");
        } finally {
            shared.lock().unlock();
            directory.giveBack();
        }
    }
}
