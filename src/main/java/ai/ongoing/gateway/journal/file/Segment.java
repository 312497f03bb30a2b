package ai.ongoing.gateway.journal.file;

import ai.ongoing.gateway.journal.AnswerRecord;
import ai.ongoing.gateway.journal.directory.Reserve;
import ai.ongoing.gateway.journal.directory.SteadyFile;
import ai.ongoing.gateway.journal.format.FrameScanner;
import ai.ongoing.gateway.journal.format.RecordBuffer;
import ai.ongoing.gateway.journal.format.RecordEncoding;
import ai.ongoing.gateway.journal.format.SegmentHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One file of the journal. Appended to under the log's lock; {@link #end} may be read by anybody, and what stands before
 * it never changes.
 */
final class Segment {

    private static final int PIECE = 64 * 1024;

    /** Calls whose notes are carried over in one go, while appends wait. */
    private static final int CARRIED_AT_ONCE = 32;

    private final long number;
    private final Path path;
    private final SteadyFile file;
    private final long from;
    private volatile long end;
    private volatile boolean deleted;

    /** The first of the calls whose admission stands here and which have not ended: a list through the calls. */
    private @Nullable OpenCall open;

    private Segment(long number, Path path, SteadyFile file, long from, long end) {
        this.number = number;
        this.path = path;
        this.file = file;
        this.from = from;
        this.end = end;
    }

    /** A new file with its header in it. */
    static Segment create(Path path, SegmentHeader header) throws IOException {
        SteadyFile file = SteadyFile.open(path);
        try {
            ByteBuffer bytes = header.bytes();
            int size = bytes.remaining();
            file.write(bytes, 0);
            return new Segment(header.number(), path, file, size, size);
        } catch (IOException e) {
            file.close();
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /** A file of an earlier process, to be read from {@code from} up to {@code end}. */
    static Segment found(long number, Path path, SteadyFile file, long from, long end) {
        return new Segment(number, path, file, from, end);
    }

    long number() {
        return number;
    }

    /** Where its records begin, or the first of them that has not met its fate. */
    long from() {
        return from;
    }

    /** Where the next record will stand. */
    long end() {
        return end;
    }

    FrameScanner scanner() {
        return new FrameScanner(file::read, from);
    }

    /** Appends a frame whole, or leaves the segment as it was. */
    void append(ByteBuffer frame) throws IOException {
        long at = end;
        int start = frame.position();
        int size = frame.remaining();
        try {
            file.write(frame, at);
        } catch (IOException e) {
            frame.position(start); // a part of it may have found room; the next try is for all of it
            cutBack(at, e);
            throw e;
        }
        end = at + size;
    }

    /** Writes this many bytes behind the end and takes them away again, to see whether the disk has them. */
    void tryOut(int bytes) throws IOException {
        long at = end;
        ByteBuffer piece = ByteBuffer.allocate(Math.min(bytes, PIECE));
        try {
            for (int done = 0; done < bytes; done += piece.limit()) {
                file.write(piece.clear().limit(Math.min(piece.capacity(), bytes - done)), at + done);
            }
        } catch (IOException e) {
            cutBack(at, e);
            throw e;
        }
        file.truncate(at);
    }

    /** Half a frame would be written over by the next one; taking it away keeps the file readable until then. */
    private void cutBack(long at, IOException why) {
        try {
            file.truncate(at);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /** Whether somebody took its file away. */
    boolean gone() {
        return file.gone();
    }

    /** Makes its file again; for a segment that is not appended to any more. */
    void restore() throws IOException {
        file.restore(end);
    }

    /** Of one that was deleted nothing need be on the disk: whoever syncs has no lock that would keep it. */
    void sync() throws IOException {
        try {
            file.sync();
        } catch (ClosedChannelException e) {
            if (!deleted) {
                throw e;
            }
        }
    }

    void opened(OpenCall call) {
        OpenCall first = open;
        call.next = first;
        call.previous = null;
        if (first != null) {
            first.previous = call;
        }
        open = call;
        call.segment = this;
    }

    void ended(OpenCall call) {
        OpenCall before = call.previous;
        OpenCall after = call.next;
        if (before == null) {
            open = after;
        } else {
            before.next = after;
        }
        if (after != null) {
            after.previous = before;
        }
        call.previous = null;
        call.next = null;
        call.segment = null;
    }

    /**
     * Notes some of the calls that have not ended again at the log's end, whatever the journal's bounds say: this segment
     * goes for it.
     *
     * @param to where the notes went
     */
    void carryOver(SegmentLog log, RecordBuffer buffer, Set<Segment> to) throws IOException {
        for (int carried = 0; carried < CARRIED_AT_ONCE; carried++) {
            OpenCall call = open;
            if (call == null) {
                return;
            }
            Segment holder = log.appendAnyway(RecordEncoding.admission(buffer, call.admission()));
            AnswerRecord answer = call.answer;
            if (answer != null) {
                log.appendAnyway(RecordEncoding.answer(buffer, answer.with(null)));
                if (answer.progress() != null) {
                    log.appendAnyway(RecordEncoding.answer(buffer, answer));
                }
            }
            ended(call);
            holder.opened(call);
            to.add(holder);
            to.add(log.current());
        }
    }

    boolean hasOpenCalls() {
        return open != null;
    }

    void close() throws IOException {
        file.close();
    }

    void delete() throws IOException {
        deleted = true;
        file.close();
        Files.deleteIfExists(path);
    }

    /** Deletes its file, or leaves it to a reserve that wants it. */
    void delete(Reserve heir) throws IOException {
        deleted = true;
        file.close();
        if (!heir.takesOver(path)) {
            Files.deleteIfExists(path);
        }
    }
}
