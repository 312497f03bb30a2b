package ai.ongoing.gateway.journal.file;

import ai.ongoing.gateway.journal.JournalPosition;
import ai.ongoing.gateway.journal.books.Books;
import ai.ongoing.gateway.journal.directory.CheckpointFile.Checkpoint;
import ai.ongoing.gateway.journal.directory.CheckpointFile.Taken;
import ai.ongoing.gateway.journal.directory.JournalDirectory;
import ai.ongoing.gateway.journal.directory.SteadyFile;
import ai.ongoing.gateway.journal.format.FrameScanner;
import ai.ongoing.gateway.journal.format.SegmentHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an earlier process left, and opens its segments. Memory grows with the calls that were under way at once,
 * not with what waits. Damage costs the records it hit and never the start.
 */
final class Recovery {

    private final JournalDirectory directory;
    private final Checkpoint checkpoint;
    private final String store;
    private final List<Segment> segments = new ArrayList<>();
    private final Findings findings = new Findings();
    private @Nullable UUID journal;
    private long highestNumber;
    private @Nullable String otherStore;

    /**
     * What is left of an earlier process is read against its checkpoint.
     *
     * @param store what the calls should be meant for
     * @param journal the directory's journal; null when its checkpoint file does not say, and then its segments do
     */
    Recovery(JournalDirectory directory, Checkpoint checkpoint, @Nullable UUID journal, String store) {
        this.directory = directory;
        this.checkpoint = checkpoint;
        this.journal = journal;
        this.store = store;
    }

    /** A segment's file, of which only the header has been read; null when that is damaged. */
    private record Found(
            Path path, SteadyFile file, @Nullable SegmentHeader header) {

        long number() {
            return JournalDirectory.number(path);
        }

        /** Where its records stood when they were written; by its name when nothing better is known. */
        long writtenAs(@Nullable UUID journal) {
            return header != null && header.journal().equals(journal) ? header.number() : number();
        }
    }

    /** Reads every segment; nothing is changed but that a torn end is cut off. */
    void run() throws IOException {
        Taken taken = checkpoint.taken();
        // Also when the last segments are gone: what is written under their numbers would count as written long before.
        highestNumber = Math.max(
                checkpoint.position().segment(), taken == null ? 0 : taken.end().segment());
        List<Found> files = new ArrayList<>();
        for (Path path : directory.segments()) {
            files.add(found(path));
        }
        for (Found file : files) {
            findings.segment(file.header(), file.number(), file.file().size() == 0, journal);
        }
        // Bodies stand behind their calls: files that got each other's names are read in the order they were written.
        files.sort(Comparator.comparingLong(file -> file.writtenAs(journal)));
        for (Found file : files) {
            read(file, file.equals(files.getLast()));
        }
    }

    private Found found(Path path) throws IOException {
        SteadyFile file = SteadyFile.open(path);
        byte[] start = new byte[SegmentHeader.MOST_BYTES];
        file.read(ByteBuffer.wrap(start), 0);
        SegmentHeader header = SegmentHeader.read(start);
        JournalDirectory.refuseNewer(header, path);
        if (header != null && journal == null) {
            journal = header.journal();
        }
        if (header != null && !header.store().equals(store)) {
            otherStore = header.store();
        }
        return new Found(path, file, header);
    }

    private void read(Found found, boolean last) throws IOException {
        SteadyFile file = found.file();
        SegmentHeader header = found.header();
        long size = file.size();
        long number = found.writtenAs(journal);
        highestNumber = Math.max(highestNumber, Math.max(number, found.number()));
        long from = header == null ? 0 : header.size();
        FrameScanner scanner = new FrameScanner(file::read, from);
        long end = findings.read(scanner, number, size, known(header));
        if (last && end < size) {
            file.truncate(end);
        }
        segments.add(Segment.found(number, found.path(), file, unreleased(number, from, end), end));
    }

    /** Calls of another journal were never counted in this one, so none of them is settled. */
    private Checkpoint known(@Nullable SegmentHeader header) {
        return header == null || header.journal().equals(journal) ? checkpoint : Checkpoint.NONE;
    }

    private long unreleased(long number, long from, long end) {
        JournalPosition released = goingOn().position();
        if (number < released.segment()) {
            return end;
        }
        return number == released.segment() ? Math.clamp(released.offset(), from, end) : from;
    }

    /** From where this process goes on. */
    Checkpoint goingOn() {
        return findings.goingOn(checkpoint);
    }

    /** Lets the books go on; how many calls had been let through and are nowhere. */
    long continueIn(Books books) {
        return findings.continueIn(books, checkpoint);
    }

    /** Calls that come out of the journal again. */
    long waiting() {
        return findings.comingOut();
    }

    /** The journal's id: the one it had, or a new one. */
    UUID journal() {
        return Objects.requireNonNullElseGet(journal, UUID::randomUUID);
    }

    List<Segment> segments() {
        return segments;
    }

    Findings findings() {
        return findings;
    }

    /** The store for which calls were left behind, when it is another than ours. */
    @Nullable
    String otherStore() {
        return waiting() > 0 || !findings.interrupted().isEmpty() ? otherStore : null;
    }

    long highestNumber() {
        return highestNumber;
    }

    /** Closes what was opened, for a start that goes no further. */
    void abandon() throws IOException {
        for (Segment segment : segments) {
            segment.close();
        }
    }
}
